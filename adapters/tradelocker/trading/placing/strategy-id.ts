import { createHash, randomUUID } from 'node:crypto'

/** TradeLocker takes at most 31 characters; a tag is its only way to find an order again. */
const HEX_DIGITS = 29

/**
 * The tag of a placement: the same account and requestId give the same tag on every replica and after a restart. A
 * request without an id gets a tag of its own, so that it can still be found should its outcome be unknown.
 */
export function strategyIdOf(accountKey: string, requestId: string | undefined): string {
  const name = JSON.stringify([accountKey, requestId ?? randomUUID()])
  return `tv${createHash('sha256').update(name).digest('hex').slice(0, HEX_DIGITS)}`
}
