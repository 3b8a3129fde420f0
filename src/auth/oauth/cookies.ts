import { hash } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'

/*
 * `__Host-`: browsers take such a cookie only from this very host, over TLS, for all of it. No other site, not even one
 * of the same domain, can plant one.
 */

export const FORM_COOKIE = '__Host-login-form'

/** One per client, so that logins from TradingView's environments do not replace each other. */
export function loginCookieName(clientId: string): string {
  return `__Host-login-${hash('sha256', clientId).slice(0, 16)}`
}

/** Browsers keep no more than this of a cookie, its name included. */
export const MAX_COOKIE_CHARS = 4096

/** The value of a cookie the gateway has set; undefined when there is none. */
export function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}

/** @param maxAgeMs undefined: until the browser is closed */
export function setCookie(
  response: Response,
  name: string,
  value: string,
  sameSite: 'lax' | 'none',
  maxAgeMs: number | undefined,
): void {
  response.cookie(name, value, {
    ...attributes(sameSite),
    ...(maxAgeMs !== undefined && { maxAge: maxAgeMs }),
  })
}

export function clearCookie(response: Response, name: string, sameSite: 'lax' | 'none'): void {
  response.clearCookie(name, attributes(sameSite))
}

function attributes(sameSite: 'lax' | 'none'): CookieOptions {
  return { path: '/', secure: true, httpOnly: true, sameSite }
}
