import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { TokenSealer } from '../sealed-token.ts'
import { cookieOf, FORM_COOKIE, setCookie } from './cookies.ts'
import { LOGIN_FORM } from './purposes.ts'

/** TradingView closes the tab after two minutes; whoever came another way may take longer. */
const FORM_MS = 15 * 60 * 1000

const NONCE = /^[\w-]{22}$/

/** Ties a form to the browser it was shown to, so that no other site can send it in the user's name. */
export interface LoginForms {
  /** The hidden field of a form that is shown now; sets the cookie it belongs to. */
  issue(request: Request, response: Response): Promise<string>
  /** Why a form is not taken; undefined for one that was shown to this browser, and not too long ago. */
  trouble(
    request: Request,
    field: string | undefined,
  ): Promise<'login_page_expired' | 'login_cookies_missing' | undefined>
}

export function createLoginForms(sealer: TokenSealer, clock: () => number): LoginForms {
  return {
    async issue(request, response) {
      // The cookie is kept where there is one: a second tab must not spoil the first.
      const known = cookieOf(request, FORM_COOKIE)
      const nonce = known !== undefined && NONCE.test(known) ? known : randomBytes(16).toString('base64url')
      setCookie(response, FORM_COOKIE, nonce, 'lax', undefined)
      return sealer.seal(LOGIN_FORM, { nonce }, clock() + FORM_MS)
    },
    async trouble(request, field) {
      const opened = await sealer.open(LOGIN_FORM, field ?? '').catch(() => undefined)
      if (opened === undefined) return 'login_page_expired'
      const nonce = cookieOf(request, FORM_COOKIE)
      if (nonce === undefined) return 'login_cookies_missing'
      return opened.content.nonce === nonce ? undefined : 'login_page_expired'
    },
  }
}
