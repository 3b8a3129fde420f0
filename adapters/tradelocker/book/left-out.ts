import { LRUCache } from 'lru-cache'
import type { AccountContext } from '../account/account-context.ts'
import { MAX_ACCOUNTS } from '../bounds.ts'
import type { AdapterLog } from '../options.ts'

/** Tells operators of rows that are shown to nobody; of each table of an account once an hour, and not at every poll. */
export type LeftOut = (
  account: Pick<AccountContext, 'key'>,
  table: string,
  rows: readonly { readonly id: string }[],
) => void

const HOUR_MS = 60 * 60_000

export function createLeftOut(log: Pick<AdapterLog, 'warn'>): LeftOut {
  const told = new LRUCache<string, true>({ max: MAX_ACCOUNTS, ttl: HOUR_MS })
  return ({ key }, table, rows) => {
    const [first] = rows
    if (first === undefined || told.has(`${key}|${table}`)) return
    told.set(`${key}|${table}`, true)
    const facts = { table, rows: rows.length, first: first.id }
    log.warn('TradeLocker sends rows that are neither a buy nor a sell; they are shown to nobody.', facts)
  }
}
