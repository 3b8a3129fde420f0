import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  PlacementLedger,
  Verdict,
} from '../../../../../adapters/tradelocker/trading/placing/placement-ledger.ts'
import { createSharedLedger } from '../../../../../adapters/tradelocker/trading/placing/shared-ledger.ts'
import type { SharedStore } from '../../../../../src/broker/shared-store.ts'
import { steadyClock } from '../../../../../src/steady-clock.ts'
import { cuttable } from '../../../../support/cuttable-store.ts'
import { eventually } from '../../../../support/eventually.ts'
import { type SharedStores, startSharedStores } from '../../../../support/shared-stores.ts'

/*
 * What a replica has to tell the others of a placement arrives, also where the claim changes or is missing at that moment.
 */

const ACCOUNT = 'SIM-DEMO|700101'
const TICKET = 'buy 0.1 EURUSD'
const PLACED = { orderId: '4611686018427387905' }

let stores: SharedStores
let one: PlacementLedger
let other: PlacementLedger
beforeEach(async () => {
  stores = await startSharedStores()
  one = createSharedLedger(stores.one, steadyClock)
  other = createSharedLedger(stores.other, steadyClock)
})
afterEach(() => stores.close())

/** What a process learns that has just begun. */
const seenByOthers = async (): Promise<Verdict> =>
  createSharedLedger(stores.other, steadyClock).begin(ACCOUNT, 'tv1', TICKET)

/** What a repeat elsewhere gets without waiting for it. */
async function toldElsewhere(): Promise<unknown> {
  const verdict = await seenByOthers()
  return verdict.kind === 'elsewhere' ? verdict.outcome(0) : verdict.kind
}

const isPlacedForOthers = () =>
  eventually(seenByOthers, (verdict) => expect(verdict).toEqual({ kind: 'settled', outcome: PLACED }))

const isLostForOthers = () => eventually(toldElsewhere, (told) => expect(told).toBe('lost'))

/** A placement that was begun while one replica alone could not reach Redis, as it is in the moment when it can again. */
async function beginCutOff() {
  const cut = { isCut: true }
  const ledger = createSharedLedger(cuttable(stores.one, cut), steadyClock)
  const verdict = await ledger.begin(ACCOUNT, 'tv1', TICKET)
  if (verdict.kind !== 'unsure') throw new Error(verdict.kind)
  expect(await verdict.again()).toBeUndefined()
  const reconnect = () => {
    cut.isCut = false
  }
  return { ledger, reconnect }
}

describe('that its sender does not know the outcome', () => {
  it('is told as soon as Redis is back, where the claim is not there yet', async () => {
    const { ledger, reconnect } = await beginCutOff()
    reconnect()
    void ledger.lost('tv1')
    await isLostForOthers()
  })

  it('is told as soon as Redis is back, where another replica has claimed it, but has not sent it', async () => {
    const { ledger, reconnect } = await beginCutOff()
    await other.begin(ACCOUNT, 'tv1', TICKET)
    reconnect()
    void ledger.lost('tv1')
    await isLostForOthers()
  })

  it('is told where Redis has forgotten the claim, so that nobody sends it again', async () => {
    expect((await one.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('mine')
    await stores.server.kill()
    await stores.areConnected(false)
    await stores.server.restart()
    await stores.areConnected(true)
    void one.lost('tv1')
    // Whoever asks before claims it.
    await eventually(
      () => stores.other.get('placement/tv1'),
      (claim) => expect(claim).toBeDefined(),
    )
    expect(await toldElsewhere()).toBe('lost')
  })
})

describe('an end that was found', () => {
  it('is told where the claim changes while it is being told', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    let changes: (() => Promise<void>) | undefined = () => one.lost('tv1')
    const finder = createSharedLedger(
      onceRead(stores.other, async () => {
        await changes?.()
        changes = undefined
      }),
      steadyClock,
    )
    await finder.settle('tv1', PLACED)
    await isPlacedForOthers()
  })

  it('does not take the place of the end that was told before', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    await one.settle('tv1', PLACED)
    await isPlacedForOthers()
    await other.settle('tv1', { orderId: 'its position' })
    await isPlacedForOthers()
  })
})

/** The same store, where something happens between what is read and what is done about it. */
function onceRead(store: SharedStore, happens: () => Promise<void>): SharedStore {
  return new Proxy(store, {
    get(_, name: keyof SharedStore) {
      if (name !== 'get') return store[name]
      return async (key: string) => {
        const text = await store.get(key)
        await happens()
        return text
      }
    },
  })
}
