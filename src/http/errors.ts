import type { ErrorRequestHandler, Request } from 'express'
import { BrokerError } from '../broker/errors.ts'
import type { Locale, MessageKey } from '../i18n/translate.ts'
import { localeOf, translate } from '../i18n/translate.ts'
import { firstValue } from './form.ts'
import type { Log } from './log.ts'
import { requestContext } from './request-context.ts'
import type { RequestErrorCode } from './request-error.ts'
import { RequestError } from './request-error.ts'

/** The language the request asks for, in its URL or its form. */
function requestLocale(request: Request): Locale {
  return localeOf(firstValue(request, 'locale'))
}

/**
 * Turns every error into TradingView's `{s: "error", errmsg}`, in the language of the request: the only place that
 * does. Business errors are HTTP 200, because TradingView shows `errmsg` only then.
 */
export function renderErrors(log: Log): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const error = known(thrown)
    const status = statusOf(error)
    const context = requestContext()
    const reference = context?.requestId
    if (context !== undefined) context.refusal = error?.code ?? 'internal_error'
    if (error === undefined) {
      log.error(`A request failed unexpectedly: ${wordsOf(thrown)}`, {
        requestId: reference,
        error: thrown,
      })
    } else if (isUpstreamTrouble(error)) {
      log.warn('The broker could not serve a request.', { requestId: reference, error })
    }
    if (response.headersSent) return void response.destroy()
    if (status === 401) response.set('WWW-Authenticate', 'Bearer')
    if (error?.code === 'method_not_allowed') response.set('Allow', String(error.params.allowed ?? ''))
    response.status(status).json({ s: 'error', errmsg: sentence(error, requestLocale(request), reference) })
  }
}

/** The sentence a trader reads for a broker's or a request's error. */
export function errorSentence(locale: Locale, error: BrokerError | RequestError): string {
  // Compiles only while the catalogue has a sentence for every code of both kinds.
  const key: MessageKey = error.code
  return translate(locale, key, error.params)
}

function sentence(
  error: BrokerError | RequestError | undefined,
  locale: Locale,
  reference: string | undefined,
): string {
  const plain = error === undefined ? translate(locale, 'internal_error') : errorSentence(locale, error)
  if (reference === undefined || (error !== undefined && !isUpstreamTrouble(error))) return plain
  return translate(locale, 'with_reference', { sentence: plain, reference })
}

/** What an operator may be asked about: the trader gets a reference, the log a line. */
function isUpstreamTrouble({ code }: BrokerError | RequestError): boolean {
  return code.startsWith('upstream_') || code === 'outcome_unknown' || code === 'bracket_not_removed'
}

const statusByCode: Readonly<Partial<Record<BrokerError['code'] | RequestErrorCode, number>>> = {
  session_expired: 401,
  unknown_route: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  url_malformed: 400,
  url_too_long: 414,
}

function statusOf(error: BrokerError | RequestError | undefined): number {
  return error === undefined ? 500 : (statusByCode[error.code] ?? 200)
}

/** Express and its body parsers throw errors that carry the status they mean; anything else unknown is a bug. */
function known(thrown: unknown): BrokerError | RequestError | undefined {
  if (thrown instanceof BrokerError || thrown instanceof RequestError) return thrown
  if (thrown instanceof URIError) return new RequestError('url_malformed')
  const status: unknown = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined
  if (status === 413) return new RequestError('body_too_large')
  const isCallersFault = typeof status === 'number' && status >= 400 && status < 500
  return isCallersFault ? new RequestError('body_malformed') : undefined
}

function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  return typeof thrown === 'string' ? thrown : `a value of type ${typeof thrown} was thrown.`
}
