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

/** Browsers keep cookies of 4,096 characters, the name included: a login with long tokens of the broker takes several. */
const PART_CHARS = 4000
/** As many as the longest sealed token takes. */
const MAX_PARTS = 3

/** Stands at the end of a part that another one follows; nothing sealed holds it. */
const MORE = '~'

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

function clearCookie(response: Response, name: string, sameSite: 'lax' | 'none'): void {
  response.clearCookie(name, attributes(sameSite))
}

/** A value that may be too long for one cookie; undefined when there is none, or a part of it is missing. */
export function partsOf(request: Request, name: string): string | undefined {
  let value = ''
  for (let number = 1; number <= MAX_PARTS; number += 1) {
    const part = cookieOf(request, partName(name, number))
    if (part === undefined) return undefined
    if (!part.endsWith(MORE)) return value + part
    value += part.slice(0, -MORE.length)
  }
  return undefined
}

/** As `setCookie`, in as many parts as it takes. */
export function setParts(
  response: Response,
  name: string,
  value: string,
  sameSite: 'lax' | 'none',
  maxAgeMs: number,
): void {
  const count = Math.ceil(value.length / PART_CHARS)
  for (let number = 1; number <= count; number += 1) {
    const part = value.slice((number - 1) * PART_CHARS, number * PART_CHARS)
    setCookie(response, partName(name, number), number < count ? part + MORE : part, sameSite, maxAgeMs)
  }
  clearFrom(response, name, count + 1, sameSite)
}

export function clearParts(response: Response, name: string, sameSite: 'lax' | 'none'): void {
  clearCookie(response, name, sameSite)
  clearFrom(response, name, 2, sameSite)
}

/** Takes back the parts from that number on that the browser has. */
function clearFrom(response: Response, name: string, first: number, sameSite: 'lax' | 'none'): void {
  for (let number = first; number <= MAX_PARTS; number += 1) {
    const part = partName(name, number)
    if (cookieOf(response.req, part) !== undefined) clearCookie(response, part, sameSite)
  }
}

function partName(name: string, number: number): string {
  return number === 1 ? name : `${name}-${number}`
}

function attributes(sameSite: 'lax' | 'none'): CookieOptions {
  return { path: '/', secure: true, httpOnly: true, sameSite }
}
