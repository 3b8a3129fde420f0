import type { MessageParams } from '../broker/errors.ts'

/** What can be wrong with a request before the broker is asked; the catalogue holds a sentence for each. */
export type RequestErrorCode =
  | 'field_missing'
  | 'field_invalid'
  | 'too_many_symbols'
  | 'unknown_route'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'body_malformed'
  | 'url_malformed'
  | 'url_too_long'
  | 'unsupported_body'
  | 'unsupported_feature'
  | 'confirm_mismatch'

/**
 * A request the gateway cannot serve as it stands. Params by code: `field_missing{field}`,
 * `field_invalid{field, expected}` with what the words of the expectation leave open, `too_many_symbols{max, count}`,
 * `method_not_allowed{allowed}`, `unsupported_feature{feature}`; the others take none.
 */
export class RequestError extends Error {
  readonly code: RequestErrorCode
  readonly params: MessageParams

  constructor(code: RequestErrorCode, params: MessageParams = {}) {
    super(code)
    this.name = 'RequestError'
    this.code = code
    this.params = params
  }
}
