import type { MessageParams } from '../../broker/errors.ts'
import { BrokerError } from '../../broker/errors.ts'
import type { MessageKey } from '../../i18n/translate.ts'

/** Why the login page is shown again. */
export interface LoginTrouble {
  readonly code: Extract<MessageKey, `login_${string}`>
  readonly status: number
  /** The field that is to be corrected; the whole form otherwise. */
  readonly field?: 'email' | 'password' | 'server'
  readonly params?: MessageParams
  /** Seconds until another try makes sense. */
  readonly retryAfter?: number
}

/** Longer waits are told in minutes. */
const LONGEST_IN_SECONDS = 90

/** What a failed login means to the trader. @throws what is no failure of a login */
export function loginTrouble(error: unknown): LoginTrouble {
  if (!(error instanceof BrokerError)) throw error
  switch (error.code) {
    case 'wrong_credentials':
      return { code: 'login_wrong_credentials', status: 403 }
    case 'login_throttled':
      return tooManyAttempts(error)
    case 'account_not_active':
      return { code: 'login_locked', status: 403 }
    default:
      return { code: 'login_upstream_down', status: 503 }
  }
}

function tooManyAttempts({ retryAfterMs, params }: BrokerError): LoginTrouble {
  const told = retryAfterMs === undefined ? params.seconds : retryAfterMs / 1000
  if (typeof told !== 'number') return { code: 'login_too_many_attempts', status: 429 }
  const seconds = Math.max(1, Math.ceil(told))
  return {
    code: 'login_too_many_attempts',
    status: 429,
    params: seconds > LONGEST_IN_SECONDS ? { minutes: Math.ceil(seconds / 60) } : { seconds },
    retryAfter: seconds,
  }
}
