import type { AccountContext } from '../account/account-context.ts'
import type { AccountDirectory } from '../account/account-directory.ts'
import type { Haste } from '../budgets/route-budgets.ts'
import { type AccountBook, SESSION_MS } from './account-book.ts'
import { type OrderHistory, readOrderHistory, uniqueById } from './order-history.ts'
import { bySide } from './order-records.ts'

/** What the first read of an account goes back: orders that end today may have been created days ago. */
const FIRST_WINDOW_MS = 7 * SESSION_MS

/** Orders and positions that have been read wait so long for the history. */
const PATIENCE_MS = 2_000

type EndedOrders = Pick<AccountBook, 'final' | 'unsided'>

export type Ended = EndedOrders & Pick<OrderHistory, 'isWhole' | 'tables'>

export const NONE_ENDED: EndedOrders = { final: [], unsided: [] }

/** Orders that ended in this session: those known already and those upstream tells now. */
export async function readEnded(
  account: AccountContext,
  directory: AccountDirectory,
  before: AccountBook | undefined,
  now: number,
  haste: Haste,
): Promise<Ended> {
  const window = before === undefined ? FIRST_WINDOW_MS : SESSION_MS
  const oldest = Math.min(now - window, ...(before?.working ?? []).map((order) => order.createdAt))
  const { rows, isWhole, tables } = await readOrderHistory(account, directory, oldest, now, haste)
  const known = before === undefined ? [] : [...before.final, ...before.unsided]
  const recent = known.filter((record) => record.lastModified >= now - window)
  const { sided, unsided } = bySide(uniqueById([...recent, ...rows]))
  return { final: sided, unsided, isWhole, tables }
}

/** What is known, and what a reading told late: it may be older than the last one, so it takes nothing back. */
export function withLate({ final, unsided }: EndedOrders, late: EndedOrders | undefined): EndedOrders {
  if (late === undefined) return { final, unsided }
  return {
    final: uniqueById([...late.final, ...final]),
    unsided: uniqueById([...late.unsided, ...unsided]),
  }
}

/** The readings of one account's history: a route that hangs must not make old what others have answered. */
export interface EndedInTime {
  /** @returns what `read` gives; undefined when that is late, or while an earlier one is late already */
  wait(read: () => Promise<Ended>): Promise<Ended | undefined>
  /** What one that was late has given since this was last asked. */
  arrived(): Ended | undefined
}

/** Of one account that nothing has been read of. */
export function createEndedInTime(): EndedInTime {
  let late: Promise<Ended> | undefined
  let arrived: Ended | undefined

  const goOnWith = (reading: Promise<Ended>) => {
    const end = (ended?: Ended) => {
      arrived = ended ?? arrived
      if (late === reading) late = undefined
    }
    late = reading
    reading.then(end, () => end())
  }

  return {
    async wait(read) {
      if (late !== undefined) return undefined
      const reading = read()
      const enough = Promise.withResolvers<undefined>()
      const timer = setTimeout(() => {
        goOnWith(reading)
        enough.resolve(undefined)
      }, PATIENCE_MS).unref()
      try {
        return await Promise.race([reading, enough.promise])
      } finally {
        clearTimeout(timer)
      }
    },
    arrived() {
      const ended = arrived
      arrived = undefined
      return ended
    },
  }
}
