import type { RequestHandler } from 'express'
import type { Credentials, SessionGrant } from '../broker/broker.ts'
import { BrokerError } from '../broker/errors.ts'
import type { FormFields } from '../http/form.ts'
import { formOf } from '../http/form.ts'
import { RequestError } from '../http/request-error.ts'
import type { Expectation, Feature } from '../i18n/translate.ts'
import type { TokenSealer } from './sealed-token.ts'
import { TRADING_ACCESS } from './sealed-token.ts'
import type { TraderLogin } from './trader-login.ts'

/**
 * TradingView keeps the time left in a 32-bit timer of milliseconds, which ends at 24.8 days; a token of this flow is
 * never refreshed, so it lasts as long as possible.
 */
const MAX_TOKEN_MS = 24 * 24 * 60 * 60 * 1000

export interface LoginDeps {
  readonly logIn: TraderLogin
  readonly sealer: TokenSealer
  /** The names a trader may log in to; the first is the default. */
  readonly servers: readonly [string, ...string[]]
  /** Whether traders may log in with their password at all. */
  readonly enabled: boolean
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Longest address RFC 5321 allows with room for a server's name; longer than any password TradeLocker takes. */
const MAX_CHARS = 320

const tooLong = { expected: 'characters' satisfies Expectation, max: MAX_CHARS }

/** `POST /authorize`: trades a trader's login and password for a token, a new one at every call. */
export function passwordLogin({ logIn, sealer, servers, enabled, clock }: LoginDeps): RequestHandler {
  return async (request, response) => {
    if (!enabled)
      throw new RequestError('unsupported_feature', { feature: 'password_login' satisfies Feature })
    const { grant } = await logIn(credentialsFrom(formOf(request), servers), request.ip)
    const expiration = tokenEnd(grant, clock())
    const accessToken = await sealer.seal(TRADING_ACCESS, grant, expiration * 1000)
    response.json({ s: 'ok', d: { access_token: accessToken, expiration } })
  }
}

/** @throws RequestError field_missing; BrokerError unknown_server */
function credentialsFrom(form: FormFields, servers: LoginDeps['servers']): Credentials {
  const { login, password } = form
  if (login === undefined || login.trim() === '') throw new RequestError('field_missing', { field: 'login' })
  if (password === undefined || password === '')
    throw new RequestError('field_missing', { field: 'password' })
  // Whatever is typed here becomes a key in memory and travels on: no more of it than a login can have.
  if (login.length > MAX_CHARS) {
    throw new RequestError('field_invalid', { field: 'login', ...tooLong })
  }
  if (password.length > MAX_CHARS) {
    throw new RequestError('field_invalid', { field: 'password', ...tooLong })
  }
  return { ...splitLogin(login.trim(), servers), password }
}

/** A login is an e-mail address, or `server\address` for a server other than the first. */
export function splitLogin(
  login: string,
  servers: LoginDeps['servers'],
): Pick<Credentials, 'email' | 'server'> {
  const [, serverTyped, email = login] = /^([^\\]*)\\(.*)$/s.exec(login) ?? []
  if (serverTyped === undefined) return { email, server: servers[0] }
  if (email.trim() === '') throw new RequestError('field_missing', { field: 'login' })
  const wanted = serverTyped.trim().toLowerCase()
  const server = servers.find((name) => name.toLowerCase() === wanted)
  if (server === undefined)
    throw new BrokerError('unknown_server', { params: { server: serverTyped.trim() } })
  return { email: email.trim(), server }
}

/** End of the token, in Unix seconds. */
function tokenEnd(grant: SessionGrant, now: number): number {
  const end = Math.floor(Math.min(grant.expiresAt, now + MAX_TOKEN_MS) / 1000)
  if (end * 1000 <= now) {
    throw new BrokerError('upstream_malformed', { cause: new Error('The new session has already expired.') })
  }
  return end
}
