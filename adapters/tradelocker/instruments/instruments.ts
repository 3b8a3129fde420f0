import { BrokerError } from '../../../src/broker/errors.ts'
import { tickAt } from '../../../src/broker/grid.ts'
import type { Instrument } from '../../../src/broker/instrument.ts'
import { type Soon, soon } from '../../../src/broker/soon.ts'
import type { AccountContext } from '../account/account-context.ts'
import type { InstrumentNames } from '../book/account-book.ts'
import { MAX_ACCOUNTS } from '../bounds.ts'
import { createSameAnswers } from '../same-answers.ts'
import { createSnapshots } from '../snapshots.ts'
import type { Catalogue } from './catalogue.ts'
import type { InfoRoutes } from './info-routes.ts'
import { type InstrumentDetails, readInstrumentDetails } from './instrument-details.ts'
import { type ListedInstrument, readInstrumentList } from './instrument-list.ts'

/** One user's list of instruments, ready for looking up. */
interface InstrumentIndex {
  readonly list: readonly ListedInstrument[]
  readonly byName: ReadonlyMap<string, ListedInstrument>
  readonly byId: ReadonlyMap<string, ListedInstrument>
}

/** An instrument as one user sees it, with the contract all users share. */
export interface KnownInstrument {
  readonly listed: ListedInstrument
  readonly contract: Instrument
}

export interface Instruments {
  index(account: AccountContext): Soon<InstrumentIndex>
  /** Reads the account's list anew; the one that was known serves until it has been read. */
  renew(account: AccountContext): Promise<void>
  /** @throws instrument_not_found also when the broker's details are incomplete: it cannot be traded through us */
  known(account: AccountContext, name: string): Soon<KnownInstrument>
  /** Details as of now, with the leverage and status of this account. Costs a call. */
  details(account: AccountContext, listed: ListedInstrument): Soon<InstrumentDetails | undefined>
  /** The contract when it is loaded; makes no call. */
  contract(account: AccountContext, listed: ListedInstrument): Instrument | undefined
  /** Loads what is missing of the account's instruments. */
  warm(account: AccountContext): Promise<void>
  names(account: AccountContext): Soon<InstrumentNames>
  /** Lets go of the list of one user's account. @param user as `userKeyOf` names it */
  forget(user: string, accNum: string): void
}

const HOUR = 60 * 60_000
/** Lists are long: those of all who came together after a start are not read together ever after. */
const LISTS = {
  freshMs: HOUR,
  spread: 0.2,
  staleMs: 2 * HOUR,
  lastResortMs: 12 * HOUR,
  max: MAX_ACCOUNTS,
} as const
/** About what one instrument of a list takes in memory. */
const INSTRUMENT_BYTES = 700
const MAX_BYTES = 256 * 1024 * 1024

export function createInstruments(catalogue: Catalogue, infoRoutes: InfoRoutes): Instruments {
  /** Lists are long, and those of most users are equal: these are kept, and each user's snapshot only tells which is his. */
  const sameLists = createSameAnswers<InstrumentIndex>({
    of: ({ list }) => list.length * INSTRUMENT_BYTES,
    max: MAX_BYTES,
  })
  const indexes = createSnapshots<WeakRef<InstrumentIndex>>(LISTS)

  const keyOf = ({ userKey, accNum }: Pick<AccountContext, 'userKey' | 'accNum'>) => `${userKey}|${accNum}`

  const read = async (account: AccountContext) => {
    const { client, accNum, id } = account
    const answer = await client.call('getInstruments', { accNum, path: { accountId: id } })
    return sameLists.of(answer, async () => indexOf(await readInstrumentList(answer)))
  }

  const index = (account: AccountContext): Soon<InstrumentIndex> => {
    const key = keyOf(account)
    const load = async () => new WeakRef(await read(account))
    return soon(indexes.get(key, load), (shared) => {
      const known = shared.deref()
      if (known !== undefined) return known
      // There was no room for all lists: this one is read anew.
      indexes.drop(key)
      return index(account)
    })
  }

  const details = (account: AccountContext, listed: ListedInstrument) =>
    infoRoutes.through(account, listed, async (routeId) => {
      const request = {
        accNum: account.accNum,
        path: { tradableInstrumentId: listed.id },
        query: { routeId },
      }
      return readInstrumentDetails(await account.client.call('getInstrumentDetails', request), listed)
    })

  const contract = (account: AccountContext, listed: ListedInstrument) =>
    catalogue.contract(account.client.server, listed.id)

  return {
    index,
    async renew(account) {
      const fresh = await read(account)
      indexes.drop(keyOf(account))
      await indexes.get(keyOf(account), async () => new WeakRef(fresh))
    },
    details,
    contract,

    known: (account, name) =>
      soon(index(account), ({ byName }) => {
        const listed = byName.get(name)
        if (listed === undefined) throw notFound(name)
        const found = catalogue.ensure(account.client.server, listed, (which) => details(account, which))
        return soon(found, (contract) => {
          if (contract === undefined) throw notFound(name)
          return { listed, contract }
        })
      }),

    async warm(account) {
      const { list } = await index(account)
      await catalogue.warm(account.client.server, list, (listed) => details(account, listed))
    },

    names: (account) =>
      soon(index(account), ({ byId }) => ({
        nameOf: (instrumentId) => byId.get(instrumentId)?.name ?? instrumentId,
        stepsOf(instrumentId, price) {
          const known = catalogue.contract(account.client.server, instrumentId)
          return known && { tick: tickAt(known.tickBands, price), pip: known.pipSize }
        },
      })),

    forget: (userKey, accNum) => indexes.drop(keyOf({ userKey, accNum })),
  }
}

function notFound(instrument: string): BrokerError {
  return new BrokerError('instrument_not_found', { params: { instrument } })
}

function indexOf(list: readonly ListedInstrument[]): InstrumentIndex {
  return {
    list,
    byName: new Map(list.map((listed) => [listed.name, listed])),
    byId: new Map(list.map((listed) => [listed.id, listed])),
  }
}
