import type { RequestHandler } from 'express'
import { bearerToken } from './session.ts'
import type { SessionStore } from './session-store.ts'

/** `POST /logout`: refuses the token from now on. @throws BrokerError session_expired */
export function logout(store: Pick<SessionStore, 'revoke'>): RequestHandler {
  return async (request, response) => {
    await store.revoke(bearerToken(request.headers.authorization))
    response.json({ s: 'ok' })
  }
}
