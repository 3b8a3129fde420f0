import type { Request, Response } from 'express'
import { BrokerError } from '../../broker/errors.ts'
import { frameableBy } from '../login-page/page-headers.ts'
import { AuthorizationRefused, type AuthorizationRequest } from './authorization-request.ts'
import { completeLogin } from './complete-login.ts'
import type { OAuthDeps } from './deps.ts'
import type { LoginCookie } from './login-cookie.ts'
import { renewLogin } from './renew-login.ts'

/**
 * `prompt=none` of the implicit flow, in a hidden frame: a new token for the login that the browser remembers.
 * @throws AuthorizationRefused login_required
 */
export async function renewSilently(
  deps: OAuthDeps,
  cookie: LoginCookie,
  asked: AuthorizationRequest,
  request: Request,
  response: Response,
): Promise<void> {
  const { clientId } = asked.client
  frameableBy(response, asked.returnTo.redirectUri)
  const required = new AuthorizationRefused('login_required', 'The user has to log in.', asked.returnTo)
  const known = await cookie.read(request, clientId)
  if (known?.grant === undefined) throw required
  try {
    const live = await renewLogin(deps, { ...known, grant: known.grant }, deps.accessMs)
    await cookie.write(response, live)
    await completeLogin(deps, response, asked, live)
  } catch (error) {
    if (!(error instanceof BrokerError) || error.code !== 'session_expired') throw error
    cookie.clear(response, clientId)
    throw required
  }
}
