import { BrokerError, type BrokerErrorCode } from '../../../src/broker/errors.ts'

/** Failures of the one who asked, not of what was asked for. */
const OF_THE_ASKER: ReadonlySet<BrokerErrorCode> = new Set(['session_expired', 'too_busy', 'rate_limited'])

/**
 * A read that several callers share failed for a reason that concerns only the caller on whose credentials and budget it
 * ran: for the others it says nothing, and they may ask for themselves.
 */
export function isSomebodyElses(error: unknown): boolean {
  return error instanceof BrokerError && OF_THE_ASKER.has(error.code)
}
