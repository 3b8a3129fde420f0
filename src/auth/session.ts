import type { RequestHandler, Response } from 'express'
import type { BrokerSession } from '../broker/broker.ts'
import { BrokerError } from '../broker/errors.ts'
import { requestFact } from '../http/request-fact.ts'
import { MAX_TOKEN_CHARS } from './sealed-token.ts'
import type { SessionStore } from './session-store.ts'

const found = requestFact<BrokerSession>('session')

/** Lets only requests with a valid bearer token pass. @throws BrokerError session_expired, which is answered as 401 */
export function requireSession(store: Pick<SessionStore, 'open'>): RequestHandler {
  return async (request, response, next) => {
    found.note(response, await store.open(bearerToken(request.headers.authorization)))
    next()
  }
}

/** The session that `requireSession` found. Only for handlers behind it. */
export function sessionOf(response: Response): BrokerSession {
  const session = found.of(response)
  if (session === undefined)
    throw new Error('This route asks for a session but is not behind requireSession.')
  return session
}

/** Room for the word and some spaces: what is longer is not even looked at. */
const MAX_HEADER_CHARS = MAX_TOKEN_CHARS + 64

/** @throws BrokerError session_expired when there is no such token */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization.length > MAX_HEADER_CHARS) {
    throw new BrokerError('session_expired')
  }
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1]
  if (token === undefined) throw new BrokerError('session_expired')
  return token
}
