import type { IncomingHttpHeaders } from 'node:http'
import type { RequestHandler } from 'express'
import { queryOf } from '../../http/form.ts'
import { InvalidLink, languageOf } from './authorization-request.ts'
import { clientById } from './clients.ts'
import { sendBack } from './complete-login.ts'
import type { OAuthDeps } from './deps.ts'
import type { LoginCookie } from './login-cookie.ts'

/**
 * `GET /oauth/logout`: ends the login this browser made for the client, with all its tokens, and leads back where the
 * client is registered; anywhere else it does not lead. Only where the user sees it: a picture, a frame or a script of some
 * other page ends nothing.
 * @throws InvalidLink
 */
export function logOutInBrowser(deps: OAuthDeps, cookie: LoginCookie): RequestHandler {
  return async (request, response) => {
    const { client_id: clientId, returnTo } = queryOf(request)
    const client = clientById(deps.clients, clientId)
    if (client === undefined) throw new InvalidLink('client_id')
    if (!isNavigation(request.headers)) throw new InvalidLink('not a navigation')
    const known = await cookie.read(request, client.clientId)
    if (known !== undefined) {
      await deps.revoked.add(known.login.id, known.login.endsAt - deps.clock())
      cookie.clear(response, client.clientId)
    }
    const target = client.redirectUris.find((uri) => uri === returnTo)
    if (target !== undefined) sendBack(response, target)
    else deps.pages.showSignedOut(response, languageOf(request.url))
  }
}

/**
 * Whether the browser shows the answer as the page of a tab, as far as it says (Fetch Metadata): old ones say nothing, and
 * those that load ahead of a click say so.
 */
function isNavigation(headers: IncomingHttpHeaders): boolean {
  const { 'sec-fetch-mode': mode = 'navigate', 'sec-fetch-dest': destination = 'document' } = headers
  return mode === 'navigate' && destination === 'document' && headers['sec-purpose'] === undefined
}
