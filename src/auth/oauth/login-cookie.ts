import type { Request, Response } from 'express'
import { clearCookie, cookieOf, loginCookieName, MAX_COOKIE_CHARS, setCookie } from './cookies.ts'
import type { LiveLogin, OAuthDeps } from './deps.ts'
import { LOGIN_COOKIE } from './purposes.ts'

/** What the browser remembers of a login; the grant only with the implicit flow. */
type RememberedLogin = Omit<LiveLogin, 'grant'> & Partial<Pick<LiveLogin, 'grant'>>

/** The browser's memory of a login: a logout ends what it names, a silent renewal goes on with it. */
export interface LoginCookie {
  read(request: Request, clientId: string): Promise<RememberedLogin | undefined>
  write(response: Response, login: RememberedLogin): Promise<void>
  clear(response: Response, clientId: string): void
}

type CookieDeps = Pick<OAuthDeps, 'sealer' | 'implicit' | 'clock' | 'log'>

export function createLoginCookie({ sealer, implicit, clock, log }: CookieDeps): LoginCookie {
  // A renewal happens in a frame of another site. Without it the cookie is only needed where the user sees the address.
  const sameSite = implicit ? 'none' : 'lax'

  const sealed = async (login: RememberedLogin): Promise<string> => {
    const { grant, ...mark } = login
    const whole = await sealer.seal(LOGIN_COOKIE, login, login.login.endsAt)
    const name = loginCookieName(login.clientId)
    if (grant === undefined || name.length + whole.length < MAX_COOKIE_CHARS) return whole
    log.warn('A login is too large for a cookie: it cannot be renewed silently.', {
      characters: whole.length,
    })
    return sealer.seal(LOGIN_COOKIE, mark, login.login.endsAt)
  }

  return {
    async read(request, clientId) {
      const value = cookieOf(request, loginCookieName(clientId))
      if (value === undefined) return undefined
      const opened = await sealer.open(LOGIN_COOKIE, value).catch(() => undefined)
      return opened?.content.clientId === clientId ? opened.content : undefined
    },
    async write(response, login) {
      const name = loginCookieName(login.clientId)
      setCookie(response, name, await sealed(login), sameSite, login.login.endsAt - clock())
    },
    clear: (response, clientId) => clearCookie(response, loginCookieName(clientId), sameSite),
  }
}
