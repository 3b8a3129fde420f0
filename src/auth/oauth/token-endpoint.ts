import type { RequestHandler } from 'express'
import { formOf } from '../../http/form.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import { createUsedOnce } from '../used-once.ts'
import { authenticate } from './client-credentials.ts'
import type { OAuthDeps } from './deps.ts'
import { exchangeCode } from './exchange-code.ts'
import { refreshTokens } from './refresh-tokens.ts'
import { required } from './required.ts'

/** `POST /oauth/token`: tokens for a code, or for a refresh token. @throws OAuthError, RequestError, BrokerError */
export function tokenEndpoint(deps: OAuthDeps): RequestHandler {
  const usedCodes = createUsedOnce('oauth-code', deps.clock, deps.shared)
  return async (request, response) => {
    const form = formOf(request)
    const grantType = required(form, 'grant_type')
    const clients = await deps.guard.client(request.ip, () =>
      authenticate(deps.clients, request.headers.authorization, form),
    )
    if (grantType === 'authorization_code') {
      response.json(await exchangeCode(deps, usedCodes, clients, form))
    } else if (grantType === 'refresh_token') {
      response.json(await refreshTokens(deps, clients, form))
    } else {
      throw new OAuthError(
        'unsupported_grant_type',
        'Only authorization_code and refresh_token are supported.',
      )
    }
  }
}
