import type { Request, Response } from 'express'
import { clearParts, loginCookieName, partsOf, setParts } from './cookies.ts'
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

type CookieDeps = Pick<OAuthDeps, 'sealer' | 'implicit' | 'clock'>

export function createLoginCookie({ sealer, implicit, clock }: CookieDeps): LoginCookie {
  // A renewal happens in a frame of another site. Without it the cookie is only needed where the user sees the address.
  const sameSite = implicit ? 'none' : 'lax'

  return {
    async read(request, clientId) {
      const value = partsOf(request, loginCookieName(clientId))
      if (value === undefined) return undefined
      const opened = await sealer.open(LOGIN_COOKIE, value).catch(() => undefined)
      return opened?.content.clientId === clientId ? opened.content : undefined
    },
    async write(response, login) {
      const { endsAt } = login.login
      const value = await sealer.seal(LOGIN_COOKIE, login, endsAt)
      setParts(response, loginCookieName(login.clientId), value, sameSite, endsAt - clock())
    },
    clear: (response, clientId) => clearParts(response, loginCookieName(clientId), sameSite),
  }
}
