import { parse } from 'node:querystring'
import express from 'express'
import type { Expectation } from '../i18n/translate.ts'
import { BODY_LIMIT_BYTES } from './limits.ts'
import { RequestError } from './request-error.ts'

const FORM_TYPE = 'application/x-www-form-urlencoded'

/** The parameters of a form or a query: every name has one value, and there is no prototype to fall through to. */
export type FormFields = Readonly<Record<string, string>>

/**
 * Reads form bodies, on DELETE too: TradingView sends nothing else, and its bodiless requests carry the form's content
 * type as well. @throws RequestError unsupported_body for a body of any other type
 */
export function readForm(): express.RequestHandler[] {
  return [refuseOtherBodies, express.text({ type: FORM_TYPE, limit: BODY_LIMIT_BYTES })]
}

/** The fields of the request's form; none when it has no body. @throws RequestError field_invalid for a repeated field */
export function formOf(request: express.Request): FormFields {
  return singleValued(typeof request.body === 'string' ? request.body : '')
}

/** The parameters of the request's URL. @throws RequestError field_invalid for a repeated parameter */
export function queryOf(request: express.Request): FormFields {
  return queryOfUrl(request.url)
}

/** The parameters of a URL. @throws RequestError field_invalid for a repeated parameter */
export function queryOfUrl(url: string): FormFields {
  const start = url.indexOf('?')
  return singleValued(start < 0 ? '' : url.slice(start + 1))
}

/**
 * The first value of a field, wherever it stands and however often. For error answers, which must not fail because the
 * request does.
 */
export function firstValue(request: express.Request, field: string): string | undefined {
  for (const text of [request.url.split('?', 2)[1], request.body]) {
    const value = typeof text === 'string' ? parse(text)[field] : undefined
    if (value !== undefined) return Array.isArray(value) ? value[0] : value
  }
  return undefined
}

function singleValued(text: string): FormFields {
  const fields: Record<string, string> = Object.create(null)
  // Every field counts: by default the parser drops all after the thousandth, an amount to close among them.
  for (const [field, value] of Object.entries(parse(text, '&', '=', { maxKeys: 0 }))) {
    if (typeof value !== 'string')
      throw new RequestError('field_invalid', { field, expected: 'one_value' satisfies Expectation })
    fields[field] = value
  }
  return fields
}

const refuseOtherBodies: express.RequestHandler = (request, _response, next) => {
  // `is` answers null when there is no body at all. An empty one (Content-Length: 0) is as good as none.
  const isForm = request.is(FORM_TYPE)
  const isEmpty = isForm === null || request.headers['content-length'] === '0'
  if (isForm === false && !isEmpty) throw new RequestError('unsupported_body')
  next()
}
