import type { ErrorRequestHandler } from 'express'
import { knownError } from '../../http/errors.ts'
import type { Log } from '../../http/log.ts'
import { requestContext } from '../../http/request-context.ts'
import type { LoginPages } from '../login-page/pages.ts'
import { AuthorizationRefused, InvalidLink, languageOf } from './authorization-request.ts'
import { sendBack } from './complete-login.ts'
import { returnUrl } from './return-address.ts'

/**
 * Renders whatever goes wrong on the pages: what the client did wrong goes back to it, everything else is shown to the user.
 */
export function renderPageErrors(pages: LoginPages, log: Log): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const context = requestContext()
    const note = (refusal: string): void => {
      if (context !== undefined) context.refusal = refusal
    }
    if (response.headersSent) return void response.destroy()
    if (thrown instanceof AuthorizationRefused) {
      note(thrown.code)
      const answer = { error: thrown.code, error_description: thrown.message }
      return sendBack(response, returnUrl(thrown.returnTo, answer))
    }
    const locale = languageOf(request.url)
    if (thrown instanceof InvalidLink) {
      note('login_link_invalid')
      return pages.showLinkInvalid(response, locale)
    }
    const error = knownError(thrown)
    note(error?.code ?? 'internal_error')
    if (error === undefined) {
      log.error('A login page failed unexpectedly.', { requestId: context?.requestId, error: thrown })
    }
    if (error?.code === 'method_not_allowed') response.set('Allow', String(error.params.allowed ?? ''))
    pages.showFailure(response, locale, error)
  }
}
