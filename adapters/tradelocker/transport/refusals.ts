import type { BrokerErrorCode, MessageParams } from '../../../src/broker/errors.ts'

/** TradeLocker explains a refusal only in prose: the texts seen in practice, and what each means. First match counts. */
const KNOWN: readonly (readonly [RegExp, BrokerErrorCode])[] = [
  [/trading out of session/i, 'market_closed'],
  [/not enough (margin|funds|money|balance)/i, 'margin_too_low'],
  [/only positions? closing is allowed/i, 'closing_only'],
  [/order type is not allowed/i, 'order_type_not_allowed_now'],
  [/\bprice is not valid for the order/i, 'level_refused'],
  [/\bqty=\[must be greater than 0\b/i, 'qty_not_positive'],
  [/^account not found/i, 'account_not_found'],
  [/^order\b.*\balready (filled|cancell?ed|executed|final)/i, 'order_already_final'],
  [/^order\b.*\bnot found/i, 'order_not_found'],
  [/^position\b.*\bnot found/i, 'position_not_found'],
]

/** A login that would not be let in with the right password either. What may happen later ("will be locked") is no such thing. */
const LOCKED =
  /\b(is|was|been|user|account|login) (\w+ )?(locked|blocked|suspended|disabled|deactivated|inactive|not active)\b/i

const LONGEST_REASON = 200
/** More than this is not even looked at. */
const LONGEST_TEXT = 4_000

/** Control characters, and what makes a text run backwards or hides parts of it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** Long numbers with a `#` are the back end's own ids, which mean nothing to a trader. */
const INTERNAL_ID = /\s*#\d{6,}/g

/** What TradeLocker's words mean; `reason` holds them as they can be shown to the trader, unless there are none. */
export function refusalToError(errmsg: unknown): { code: BrokerErrorCode; params: MessageParams } {
  const reason = typeof errmsg === 'string' ? oneLine(errmsg.slice(0, LONGEST_TEXT)) : ''
  const known = KNOWN.find(([pattern]) => pattern.test(reason))
  return { code: known?.[1] ?? 'rejected', params: reason === '' ? {} : { reason: shortened(reason) } }
}

/** Why a login was refused: for its password, unless TradeLocker's words say that it is locked. */
export function loginRefusalToCode(text: unknown): 'wrong_credentials' | 'account_not_active' {
  const { reason } = refusalToError(text).params
  return LOCKED.test(String(reason)) ? 'account_not_active' : 'wrong_credentials'
}

function oneLine(text: string): string {
  return text.replace(INVISIBLE, ' ').replace(INTERNAL_ID, '').replace(/\s+/g, ' ').trim()
}

/** By whole characters, not by halves of them. */
function shortened(text: string): string {
  const characters = Array.from(text)
  if (characters.length <= LONGEST_REASON) return text
  return `${characters.slice(0, LONGEST_REASON - 1).join('')}…`
}
