import type { BrokerError } from '../broker/errors.ts'
import { RequestError } from './request-error.ts'

/** Error codes of RFC 6749, sections 4.1.2.1 and 5.2. */
type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'server_error'

const statusByCode: Readonly<Partial<Record<OAuthErrorCode, number>>> = {
  invalid_client: 401,
  temporarily_unavailable: 503,
  server_error: 500,
}

/** A refusal in the form OAuth wants: answered as `{error, error_description}`. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly status: number

  /**
   * @param description a sentence for whoever set the client up; nothing secret
   * @param status by default what RFC 6749 says: 400, but 401 for a client that has not proven who it is
   */
  constructor(code: OAuthErrorCode, description: string, status = statusByCode[code] ?? 400) {
    super(description)
    this.name = 'OAuthError'
    this.code = code
    this.status = status
  }
}

/** What an error of any other kind is called where OAuth is spoken. @param sentence what people read of it */
export function oauthErrorOf(
  error: BrokerError | RequestError | undefined,
  sentence: string,
  status: number,
): OAuthError {
  if (error === undefined) return new OAuthError('server_error', sentence)
  if (error instanceof RequestError) {
    return new OAuthError('invalid_request', sentence, status === 200 ? undefined : status)
  }
  if (error.code === 'login_throttled') return new OAuthError('temporarily_unavailable', sentence, 429)
  return new OAuthError(isAboutTheGrant(error) ? 'invalid_grant' : 'temporarily_unavailable', sentence)
}

function isAboutTheGrant({ code }: BrokerError): boolean {
  return code === 'session_expired' || code === 'wrong_credentials' || code === 'unknown_server'
}
