import type { BrokerErrorCode, MessageParams } from '../../src/broker/errors.ts'

/** TradeLocker explains a refusal only in prose: the texts seen in practice, and what each means. First match counts. */
const KNOWN: readonly (readonly [RegExp, BrokerErrorCode])[] = [
  [/trading out of session/i, 'market_closed'],
  [/not enough (margin|funds|money|balance)/i, 'margin_too_low'],
  [/only positions? closing is allowed/i, 'closing_only'],
  [/order type is not allowed/i, 'order_type_not_allowed_now'],
  [/\b(SL|TP|stop ?loss|take ?profit)\b.*\b(price|level)?.*\bnot valid\b/i, 'level_refused'],
  [/\bqty=\[must be greater than/i, 'qty_not_positive'],
  [/account not found/i, 'account_not_found'],
  [/order not found/i, 'order_not_found'],
  [/position not found/i, 'position_not_found'],
  [/already (filled|cancell?ed|final|executed)/i, 'order_already_final'],
]

const LONGEST_REASON = 200

/** Control characters, and what makes a text run backwards or hides parts of it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** Long numbers with a `#` are the back end's own ids, which mean nothing to a trader. */
const INTERNAL_ID = /\s*#\d{6,}/g

/** What TradeLocker's words mean; `reason` holds them in a form that can be shown to the trader. */
export function refusalToError(errmsg: unknown): { code: BrokerErrorCode; params: MessageParams } {
  const reason = cleanReason(typeof errmsg === 'string' ? errmsg : '')
  const known = KNOWN.find(([pattern]) => pattern.test(reason))
  return { code: known?.[1] ?? 'rejected', params: { reason } }
}

/** One line of at most 200 characters without anything invisible; "–" for an empty text. */
export function cleanReason(text: string): string {
  // Cut first: a hostile text of megabytes is not worth folding.
  const oneLine = text.slice(0, 4_000).replace(INVISIBLE, ' ').replace(INTERNAL_ID, '').replace(/\s+/g, ' ')
  const characters = Array.from(oneLine.trim())
  if (characters.length === 0) return '–'
  return characters.length <= LONGEST_REASON
    ? characters.join('')
    : `${characters.slice(0, LONGEST_REASON - 1).join('')}…`
}
