import type { Purpose } from '../sealed-token.ts'
import type { LiveLogin } from './deps.ts'

/*
 * What OAuth seals besides access tokens. None of them opens as another.
 */

/** The authorization code, for the client that asked and the address it is sent to. */
export const CODE: Purpose<
  LiveLogin & {
    readonly redirectUri: string
    /** Unix milliseconds. The seal lasts longer. */
    readonly goodUntil: number
    /** PKCE, S256. */
    readonly challenge?: string
  }
> = { name: 'code' }

export const TRADING_REFRESH: Purpose<LiveLogin> = { name: 'trading refresh' }

/** What the browser keeps of a login: enough to end it, and with the implicit flow to renew it. */
export const LOGIN_COOKIE: Purpose<Omit<LiveLogin, 'grant'> & Partial<Pick<LiveLogin, 'grant'>>> = {
  name: 'login cookie',
}

/** A form that was shown, for the browser whose cookie holds the nonce. */
export const LOGIN_FORM: Purpose<{ readonly nonce: string }> = { name: 'login form' }
