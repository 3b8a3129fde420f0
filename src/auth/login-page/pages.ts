import type { Response } from 'express'
import type { BrokerError } from '../../broker/errors.ts'
import { errorSentence, errorStatus } from '../../http/errors.ts'
import type { RequestError } from '../../http/request-error.ts'
import { type Locale, translate } from '../../i18n/translate.ts'
import { type Asset, type Logo, logoAsset, stylesheetAsset } from './assets.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'
import { type LoginPage, loginPage } from './login-page.ts'
import { pageHeaders } from './page-headers.ts'

export interface LoginPagesOptions {
  /** Undefined: the pages name no broker. */
  readonly brokerName: string | undefined
  readonly logo: Logo | undefined
  readonly servers: readonly string[]
  readonly accountType: 'demo' | 'live'
}

/** Everything the gateway shows to people. */
export interface LoginPages {
  /** @param page.returnTo where the form leads in the end */
  showLogin(response: Response, page: LoginPage & { readonly returnTo: string }): void
  showSignedOut(response: Response, locale: Locale): void
  /** A link whose client or address is not registered: it leads nowhere. */
  showLinkInvalid(response: Response, locale: Locale): void
  /** @param error undefined for a fault of the gateway itself */
  showFailure(response: Response, locale: Locale, error: BrokerError | RequestError | undefined): void
  readonly assets: readonly Asset[]
}

export function createLoginPages({ brokerName, logo, servers, accountType }: LoginPagesOptions): LoginPages {
  const stylesheet = stylesheetAsset()
  const picture = logo && logoAsset(logo)
  const frame = { stylesheet: stylesheet.reference, logo: picture?.reference, brokerName }
  const settings = { ...frame, servers, accountType }

  const notice = (response: Response, status: number, locale: Locale, title: string, text: string): void => {
    pageHeaders(response, undefined)
    response
      .status(status)
      .type('html')
      .send(layout(frame, locale, title, html`<p>${text}</p>`))
  }
  const failure = (response: Response, status: number, locale: Locale, text: string): void =>
    notice(response, status, locale, translate(locale, 'login_failed_title'), text)

  return {
    showLogin(response, { returnTo, ...page }) {
      pageHeaders(response, returnTo)
      const { status = 200, retryAfter } = page.trouble ?? {}
      if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter))
      response.status(status).type('html').send(loginPage(settings, page))
    },
    showSignedOut: (response, locale) =>
      notice(
        response,
        200,
        locale,
        translate(locale, 'login_signed_out_title'),
        translate(locale, 'login_signed_out'),
      ),
    showLinkInvalid: (response, locale) =>
      failure(response, 400, locale, translate(locale, 'login_link_invalid')),
    showFailure(response, locale, error) {
      const status = errorStatus(error)
      const text = error === undefined ? translate(locale, 'internal_error') : errorSentence(locale, error)
      // Elsewhere TradingView shows the sentence only with status 200; here a browser shows the page.
      failure(response, status === 200 ? 400 : status, locale, text)
    },
    assets: picture === undefined ? [stylesheet] : [stylesheet, picture],
  }
}
