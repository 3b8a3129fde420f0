import type { ErrorRequestHandler, Request, Response } from 'express'
import { BrokerError } from '../broker/errors.ts'
import type { Locale, MessageKey } from '../i18n/translate.ts'
import { localeOf, translate } from '../i18n/translate.ts'
import { firstValue } from './form.ts'
import type { Log } from './log.ts'
import { OAuthError, oauthErrorOf } from './oauth-error.ts'
import { requestContext } from './request-context.ts'
import type { RequestErrorCode } from './request-error.ts'
import { RequestError } from './request-error.ts'
import { wordsOf } from './words-of.ts'

/** The language the request asks for, in its URL or its form. */
function requestLocale(request: Request): Locale {
  return localeOf(firstValue(request, 'locale'))
}

/**
 * Turns every error into TradingView's `{s: "error", errmsg}`, in the language of the request: the only place that
 * does. Business errors are HTTP 200, because TradingView shows `errmsg` only then.
 * @param oauthRoutes patterns of the routes that answer errors as RFC 6749 wants them instead
 */
export function renderErrors(log: Log, oauthRoutes: ReadonlySet<string> = new Set()): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const error = thrown instanceof OAuthError ? thrown : knownError(thrown)
    noteRefusal(error?.code ?? 'internal_error')
    logTrouble(log, thrown, error)
    if (response.headersSent) return void response.destroy()
    if (error instanceof OAuthError) return sendOAuthError(response, error)
    const status = errorStatus(error)
    tellWhatToDo(response, error)
    if (oauthRoutes.has(requestContext()?.route ?? '')) {
      return sendOAuthError(response, oauthErrorOf(error, sentence(error, 'en'), status))
    }
    if (status === 401) response.set('WWW-Authenticate', 'Bearer')
    response.status(status).json({ s: 'error', errmsg: sentence(error, requestLocale(request)) })
  }
}

/** What programs are told apart from the sentence: what is allowed here, and when to come back. */
function tellWhatToDo(response: Response, error: BrokerError | RequestError | undefined): void {
  if (error?.code === 'method_not_allowed') response.set('Allow', String(error.params.allowed ?? ''))
  if (error instanceof BrokerError && error.retryAfterMs !== undefined) {
    response.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)))
  }
}

function noteRefusal(code: string): void {
  const context = requestContext()
  if (context !== undefined) context.refusal = code
}

function logTrouble(
  log: Log,
  thrown: unknown,
  error: BrokerError | RequestError | OAuthError | undefined,
): void {
  const requestId = requestContext()?.requestId
  if (error === undefined) {
    log.error(`A request failed unexpectedly: ${wordsOf(thrown)}`, { requestId, error: thrown })
  } else if (isUpstreamTrouble(error)) {
    log.warn('The broker could not serve a request.', { requestId, error })
  }
}

/** Descriptions are in English: developers read them, and RFC 6749 allows nothing but ASCII. */
function sendOAuthError(response: Response, { code, message, status }: OAuthError): void {
  if (status === 401) response.set('WWW-Authenticate', 'Basic realm="token"')
  response
    .status(status)
    .json({ error: code, error_description: message.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'") })
}

/** The sentence a trader reads for a broker's or a request's error. */
export function errorSentence(locale: Locale, error: BrokerError | RequestError): string {
  // Compiles only while the catalogue has a sentence for every code of both kinds.
  const key: MessageKey = error.code
  return translate(locale, key, error.params)
}

function sentence(error: BrokerError | RequestError | undefined, locale: Locale): string {
  const reference = requestContext()?.requestId
  const plain = error === undefined ? translate(locale, 'internal_error') : errorSentence(locale, error)
  if (reference === undefined || (error !== undefined && !isUpstreamTrouble(error))) return plain
  return translate(locale, 'with_reference', { sentence: plain, reference })
}

/** What an operator may be asked about: the trader gets a reference, the log a line. */
function isUpstreamTrouble({ code }: BrokerError | RequestError | OAuthError): boolean {
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

/** @param error undefined for a fault of the gateway itself */
export function errorStatus(error: BrokerError | RequestError | undefined): number {
  return error === undefined ? 500 : (statusByCode[error.code] ?? 200)
}

/** Express and its body parsers throw errors that carry the status they mean; anything else unknown is a bug. */
export function knownError(thrown: unknown): BrokerError | RequestError | undefined {
  if (thrown instanceof BrokerError || thrown instanceof RequestError) return thrown
  if (thrown instanceof URIError) return new RequestError('url_malformed')
  const status: unknown = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined
  if (status === 413) return new RequestError('body_too_large')
  const isCallersFault = typeof status === 'number' && status >= 400 && status < 500
  return isCallersFault ? new RequestError('body_malformed') : undefined
}
