import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { BrokerSession } from '../../broker/broker.ts'
import { formOf } from '../../http/form.ts'
import { requestContext } from '../../http/request-context.ts'
import { readLoginFields } from '../login-page/login-fields.ts'
import { type LoginTrouble, loginTrouble } from '../login-page/login-trouble.ts'
import { type AuthorizationRequest, queryTextOf, readAuthorizationRequest } from './authorization-request.ts'
import { completeLogin } from './complete-login.ts'
import type { LiveLogin, OAuthDeps } from './deps.ts'
import type { LoginCookie } from './login-cookie.ts'
import type { LoginForms } from './login-form.ts'

/** As for a login with a password: TradingView counts in a 32-bit timer of milliseconds. */
const MAX_LOGIN_MS = 24 * 24 * 60 * 60 * 1000

/** `POST /oauth/authorize`: the login page's form. Sends the user back to TradingView, or shows the page again. */
export function logInByForm(deps: OAuthDeps, forms: LoginForms, cookie: LoginCookie): RequestHandler {
  return async (request, response) => {
    const asked = readAuthorizationRequest(request.url, deps.clients, deps.implicit)
    const form = formOf(request)
    const fields = readLoginFields(form, deps.servers)

    const showAgain = async (trouble: LoginTrouble): Promise<void> => {
      const context = requestContext()
      if (context !== undefined) context.refusal = trouble.code
      deps.pages.showLogin(response, {
        locale: asked.locale,
        returnTo: asked.returnTo.redirectUri,
        queryText: queryTextOf(request.url),
        form: await forms.issue(request, response),
        email: fields.email,
        server: fields.server,
        trouble,
      })
    }

    const notTaken = await forms.trouble(request, form.form)
    if (notTaken !== undefined) return showAgain({ code: notTaken, status: 400 })
    if ('trouble' in fields) return showAgain(fields.trouble)
    let session: BrokerSession
    try {
      session = await deps.logIn(fields.credentials, request.ip)
    } catch (error) {
      return showAgain(loginTrouble(error))
    }
    const live = liveLogin(session, asked, deps.clock())
    const { grant, ...mark } = live
    await cookie.write(response, asked.flow === 'implicit' ? live : mark)
    await completeLogin(deps, response, asked, live)
  }
}

/**
 * A login ends with the broker's session as it is at the start, however often its tokens are refreshed. A code has to fit
 * into a redirect that proxies let pass: it holds no more than it takes to go on.
 */
function liveLogin(session: BrokerSession, { flow, client }: AuthorizationRequest, now: number): LiveLogin {
  const endsAt = Math.floor(Math.min(session.grant.expiresAt, now + MAX_LOGIN_MS) / 1000) * 1000
  const grant = flow === 'code' ? session.shortGrant : session.grant
  return { login: { id: randomUUID(), endsAt }, clientId: client.clientId, grant }
}
