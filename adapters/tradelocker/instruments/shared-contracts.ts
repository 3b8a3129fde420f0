import type { Instrument } from '../../../src/broker/instrument.ts'
import type { SharedStore } from '../../../src/broker/shared-store.ts'

/** What a catalogue keeps of an instrument; without a contract its details are incomplete at the broker. */
export interface ContractEntry {
  readonly contract: Instrument | undefined
  readonly tradeSessionId: string | undefined
}

/** The contracts other replicas have read, so that a new one need not read them again. Never fails. */
export interface SharedContracts {
  /** An entry with the milliseconds it stays fresh, or undefined. */
  find(
    server: string,
    instrumentId: string,
  ): Promise<{ readonly entry: ContractEntry; readonly freshMs: number } | undefined>
  /** Tells the others, without waiting for it. */
  share(server: string, instrumentId: string, entry: ContractEntry, freshMs: number): void
}

/** To be raised when the shape of an entry changes: replicas of two versions may share a store. */
const VERSION = 2

interface Stored extends ContractEntry {
  /** Unix milliseconds. */
  readonly freshUntil: number
}

/** @param clock Unix milliseconds */
export function createSharedContracts(
  store: Pick<SharedStore, 'get' | 'set'>,
  clock: () => number,
): SharedContracts {
  const keyOf = (server: string, id: string): string => `contract/${VERSION}/${JSON.stringify([server, id])}`
  return {
    async find(server, instrumentId) {
      const text = await store.get(keyOf(server, instrumentId)).catch(() => undefined)
      if (text === undefined) return undefined
      const { contract, tradeSessionId, freshUntil } = JSON.parse(text) as Stored
      const freshMs = freshUntil - clock()
      return freshMs > 0 ? { entry: { contract, tradeSessionId }, freshMs } : undefined
    },
    share(server, instrumentId, entry, freshMs) {
      const stored: Stored = { ...entry, freshUntil: clock() + freshMs }
      store.set(keyOf(server, instrumentId), JSON.stringify(stored), freshMs).catch(() => undefined)
    },
  }
}
