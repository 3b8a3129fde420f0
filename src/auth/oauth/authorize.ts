import type { RequestHandler } from 'express'
import { AuthorizationRefused, queryTextOf, readAuthorizationRequest } from './authorization-request.ts'
import type { OAuthDeps } from './deps.ts'
import type { LoginCookie } from './login-cookie.ts'
import type { LoginForms } from './login-form.ts'
import { renewSilently } from './silent-renewal.ts'

/** `GET /oauth/authorize`: shows the login page, or renews a login without showing anything. */
export function authorize(deps: OAuthDeps, forms: LoginForms, cookie: LoginCookie): RequestHandler {
  return async (request, response) => {
    const asked = readAuthorizationRequest(request.url, deps.clients, deps.implicit)
    if (asked.silent) {
      if (asked.flow === 'implicit') return renewSilently(deps, cookie, asked, request, response)
      throw new AuthorizationRefused('login_required', 'The user has to log in.', asked.returnTo)
    }
    deps.pages.showLogin(response, {
      locale: asked.locale,
      returnTo: asked.returnTo.redirectUri,
      queryText: queryTextOf(request.url),
      form: await forms.issue(request, response),
    })
  }
}
