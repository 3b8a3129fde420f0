import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountBook } from '../../book/account-book.ts'
import type { Parts } from '../../parts.ts'
import { type Begun, takePartAs } from '../../transport/shared-failure.ts'
import { malformed } from '../../transport/upstream-error.ts'
import type { Verdict } from './placement-ledger.ts'
import { type AccountReader, findPlacement, type Placement, type SearchedBook } from './placement-search.ts'

type Mine = Pick<Extract<Verdict, { readonly kind: 'mine' }>, 'knownForMs' | 'arrivedBy'>

/** Finds out whether an order is at the broker already that this process knows nothing of. */
export interface EarlierOrders {
  /**
   * Looks for what was sent before the ledger knew, where that may be repeated yet.
   * @returns undefined when it certainly is not there @throws what the readings throw, upstream_malformed when they prove nothing
   */
  find(account: AccountContext, strategyId: string, mine: Mine): Promise<Placement | undefined>
  /** The same in a reading of the account, and in another one where the broker's tables have changed. */
  findIn(
    account: AccountContext,
    strategyId: string,
    reading: Promise<SearchedBook>,
  ): Promise<Placement | undefined>
}

/** A repeat comes within minutes. A ledger older than this would know of it. */
const REPEATS_WITHIN_MS = 10 * 60_000

/** Readings by tables that turn out to have changed, before nobody can tell. */
const MOST_READINGS = 3

/** Tags of all accounts; one takes up to a hundred bytes. */
const MAX_TAGS = 500_000

/** All that an account bore at one moment. */
interface Proof {
  readonly tags: ReadonlySet<string>
  /** What had reached the broker by then is among the tags. Milliseconds of the process's own clock. */
  readonly holdsUntil: number
}

/** @param arrivesWithinMs after this long an order that was being sent has been carried out or never will be */
export function createEarlierOrders(
  { books, directory, elapsed }: Pick<Parts, 'books' | 'directory' | 'elapsed'>,
  readAccount: AccountReader,
  arrivesWithinMs: number,
): EarlierOrders {
  const proofs = new LRUCache<string, Proof>({
    maxSize: MAX_TAGS,
    sizeCalculation: ({ tags }) => 1 + tags.size,
    ttl: REPEATS_WITHIN_MS,
  })

  const checks = new WeakMap<AccountBook, Begun<boolean>>()

  /** Tags prove something only in tables that have them, read by columns that were the broker's before and after. */
  const check = async (account: AccountContext, { isWhole, tables }: SearchedBook): Promise<boolean> => {
    if (!isWhole) throw malformed('the order history was cut short')
    if (tables === undefined || !(await directory.hasStill(account, tables))) return false
    if (tables.orders.has('strategyId') && tables.ordersHistory.has('strategyId')) return true
    throw malformed('the tables tell no tags of orders')
  }

  /** Orders that are looked for in the same reading share the check, of whichever login they are. */
  const isProof = (account: AccountContext, reading: SearchedBook): Promise<boolean> => {
    const underWay = checks.get(reading.book)
    if (underWay !== undefined) return takePartAs(account.client, underWay, () => isProof(account, reading))
    const done = check(account, reading)
    checks.set(reading.book, { by: account.client, done })
    done.catch(() => checks.delete(reading.book))
    return done
  }

  const findIn = async (
    account: AccountContext,
    strategyId: string,
    first: Promise<SearchedBook>,
  ): Promise<Placement | undefined> => {
    let reading = await first
    for (let readings = 1; ; readings++) {
      const { book, holdsUntil } = reading
      const placed = findPlacement(book, strategyId)
      if (placed !== undefined) return placed
      if (await isProof(account, reading)) {
        proofs.set(account.key, { tags: tagsOf(book), holdsUntil })
        return undefined
      }
      if (readings === MOST_READINGS) throw malformed('the tables change all the time')
      reading = await readAccount(account)
    }
  }

  const isProven = (account: AccountContext, strategyId: string, after: number): boolean => {
    const proof = proofs.get(account.key)
    return proof !== undefined && proof.holdsUntil > after && !proof.tags.has(strategyId)
  }

  /** As soon as there can be one it is kept, so that the next order needs no reading. */
  const bookAfter = async (account: AccountContext, shownFrom: number): Promise<SearchedBook> => {
    const kept = () => {
      const known = books.lastKnown(account)
      return known !== undefined && known.holdsUntil > shownFrom ? { ...known, isWhole: true } : undefined
    }
    if (kept() === undefined && elapsed() > shownFrom) await books.bookForAction(account)
    return kept() ?? readAccount(account)
  }

  return {
    async find(account, strategyId, { knownForMs, arrivedBy }) {
      const shownFrom = elapsed() - knownForMs + arrivesWithinMs
      if (knownForMs > REPEATS_WITHIN_MS || isProven(account, strategyId, shownFrom)) return undefined
      const placed = await findIn(account, strategyId, bookAfter(account, shownFrom))
      if (placed !== undefined || isProven(account, strategyId, arrivedBy)) return placed
      // What a process was sending when it was killed may arrive after the look of its successor.
      // Timers may be a millisecond early, and all who wait for the same moment share the reading that begins then.
      await sleep(Math.max(0, Math.ceil(arrivedBy - elapsed()) + 1))
      return findIn(account, strategyId, readAccount(account, arrivedBy))
    },
    findIn,
  }
}

function tagsOf({ final, working, unsided, positions }: AccountBook): Set<string> {
  const tags = [...final, ...working, ...unsided, ...positions].map(({ strategyId }) => strategyId)
  return new Set(tags.filter((tag) => tag !== undefined))
}
