import { LRUCache } from 'lru-cache'
import type { Instrument } from '../../../src/broker/instrument.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import { isSomebodyElses } from '../transport/shared-failure.ts'
import type { InstrumentDetails } from './instrument-details.ts'
import type { ListedInstrument } from './instrument-list.ts'
import type { ContractEntry, SharedContracts } from './shared-contracts.ts'

/**
 * What is known of instruments, shared by all users of a server. Details cost one call each at about two a second, so
 * they are read once and kept. Only what describes the contract is shared; leverage may differ per account and is not
 * kept here.
 */
export interface Catalogue {
  /** The contract, when its details are loaded and complete. */
  contract(server: string, instrumentId: string): Instrument | undefined
  /** Session id of the instrument's trading hours, when loaded. */
  tradeSessionId(server: string, instrumentId: string): string | undefined
  /** Reads the details of one instrument unless they are known. Callers at the same time share one read. */
  ensure(server: string, listed: ListedInstrument, read: ReadDetails): Soon<Instrument | undefined>
  /** Reads all missing details one after the other, forex first because other instruments are converted through it. */
  warm(server: string, list: readonly ListedInstrument[], read: ReadDetails): Promise<void>
  /** How many of the list are complete, incomplete at the broker, or not loaded yet. */
  progress(server: string, list: readonly ListedInstrument[]): CatalogueProgress
}

/** Answers undefined when the broker's details lack something prices or quantities depend on. */
export type ReadDetails = (listed: ListedInstrument) => Soon<InstrumentDetails | undefined>

export interface CatalogueProgress {
  readonly complete: number
  readonly incomplete: number
  readonly missing: number
}

const MAX_INSTRUMENTS = 50_000
/** Contracts change rarely. An old entry keeps serving until it has been read again. */
const FRESH_MS = 12 * 60 * 60 * 1000

/** One instrument that cannot be read spoils nothing for the others; several in a row mean trouble upstream. */
const FAILURES_IN_A_ROW = 3

/**
 * @param onProgress told how far a list is while it is being warmed
 * @param shared what other replicas have read
 */
export function createCatalogue(
  onProgress: (server: string, progress: CatalogueProgress) => void,
  shared?: SharedContracts,
): Catalogue {
  const entries = new LRUCache<string, ContractEntry>({
    max: MAX_INSTRUMENTS,
    ttl: FRESH_MS,
    allowStale: true,
    noDeleteOnStaleGet: true,
  })
  const reading = new Map<string, Promise<Instrument | undefined>>()
  const keyOf = (server: string, instrumentId: string) => `${server}|${instrumentId}`

  const isFresh = (server: string, listed: ListedInstrument) =>
    entries.getRemainingTTL(keyOf(server, listed.id)) > 0

  const load = async (server: string, listed: ListedInstrument, readDetails: ReadDetails) => {
    const found = await shared?.find(server, listed.id)
    if (found !== undefined) return found
    const details = await readDetails(listed)
    const entry = { contract: details?.contract, tradeSessionId: details?.tradeSessionId }
    // What the broker has yet to put right is asked again after a restart.
    if (entry.contract !== undefined) shared?.share(server, listed.id, entry, FRESH_MS)
    return { entry, freshMs: FRESH_MS }
  }

  const read = (
    server: string,
    listed: ListedInstrument,
    readDetails: ReadDetails,
  ): Promise<Instrument | undefined> => {
    const key = keyOf(server, listed.id)
    const underWay = reading.get(key)
    if (underWay !== undefined) {
      return underWay.catch((error: unknown) => {
        if (!isSomebodyElses(error)) throw error
        return read(server, listed, readDetails)
      })
    }
    const started = load(server, listed, readDetails)
      .then(({ entry, freshMs }) => {
        entries.set(key, entry, { ttl: freshMs })
        return entry.contract
      })
      .finally(() => reading.delete(key))
    reading.set(key, started)
    return started
  }

  const progress = (server: string, list: readonly ListedInstrument[]) => {
    const known = list.map((listed) => entries.get(keyOf(server, listed.id)))
    const complete = known.filter((entry) => entry?.contract !== undefined).length
    const missing = known.filter((entry) => entry === undefined).length
    return { complete, incomplete: known.length - complete - missing, missing }
  }

  return {
    contract: (server, instrumentId) => entries.get(keyOf(server, instrumentId))?.contract,

    tradeSessionId: (server, instrumentId) => entries.get(keyOf(server, instrumentId))?.tradeSessionId,

    ensure(server, listed, readDetails) {
      const entry = entries.get(keyOf(server, listed.id))
      // Details found incomplete are not asked for again at every quote.
      if (entry !== undefined && (entry.contract !== undefined || isFresh(server, listed)))
        return entry.contract
      return read(server, listed, readDetails)
    },

    async warm(server, list, readDetails) {
      const forexFirst = [...list].sort((a, b) => Number(b.type === 'FOREX') - Number(a.type === 'FOREX'))
      let failures = 0
      // Users who warm at the same time skip what another one is reading and so share the work.
      for (const listed of forexFirst) {
        if (isFresh(server, listed) || reading.has(keyOf(server, listed.id))) continue
        await read(server, listed, readDetails).then(
          () => {
            failures = 0
          },
          (error: unknown) => {
            failures += 1
            if (failures >= FAILURES_IN_A_ROW) throw error
          },
        )
        onProgress(server, progress(server, list))
      }
      await Promise.allSettled(list.map((listed) => reading.get(keyOf(server, listed.id))))
      onProgress(server, progress(server, list))
    },

    progress,
  }
}
