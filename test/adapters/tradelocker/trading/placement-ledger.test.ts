import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalLedger } from '../../../../adapters/tradelocker/trading/local-ledger.ts'
import type { PlacementLedger, Verdict } from '../../../../adapters/tradelocker/trading/placement-ledger.ts'
import { createSharedLedger } from '../../../../adapters/tradelocker/trading/shared-ledger.ts'
import { eventually } from '../../../support/eventually.ts'
import { type SharedStores, startSharedStores } from '../../../support/shared-stores.ts'

const TICKET = 'buy 0.1 EURUSD'
const PLACED = { orderId: '4611686018427387905' }
const REFUSED = { refusal: 'margin_too_low', params: {} } as const

const soon = () => Date.now() + 2_000

async function endOf(verdict: Verdict, deadline = soon()) {
  return verdict.kind === 'elsewhere' ? verdict.outcome(deadline) : verdict.kind
}

/** What holds for two callers, whether one process serves them or two do. */
function behavesAsOne(ledgers: () => readonly [PlacementLedger, PlacementLedger]) {
  it('lets one of many begin a placement; all others learn how it ends', async () => {
    const [one, other] = ledgers()
    const callers = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? one : other))
    const verdicts = await Promise.all(callers.map((ledger) => ledger.begin('tv1', TICKET)))
    const winner = verdicts.findIndex(({ kind }) => kind === 'mine')
    expect(verdicts.filter(({ kind }) => kind === 'mine')).toHaveLength(1)
    const ends = Promise.all(verdicts.map((verdict) => endOf(verdict)))
    await callers[winner]?.settle('tv1', PLACED)
    const learnt = (await ends).filter((_, i) => i !== winner)
    // Who came while it was not yet clear whether its own replica begins is told to ask again.
    for (const end of learnt) expect([PLACED, 'released']).toContainEqual(end)
    expect(learnt).toContainEqual(PLACED)
    for (const ledger of [one, other]) {
      expect(await ledger.begin('tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
    }
  })

  it('refuses another ticket under the same request, begun or ended', async () => {
    const [one, other] = ledgers()
    await one.begin('tv2', TICKET)
    expect(await other.begin('tv2', 'sell everything')).toEqual({ kind: 'reused' })
    await one.settle('tv2', REFUSED)
    expect(await other.begin('tv2', 'sell everything')).toEqual({ kind: 'reused' })
    expect(await other.begin('tv2', TICKET)).toEqual({ kind: 'settled', outcome: REFUSED })
  })

  it('lets a request be tried again, even with another ticket, when certainly nothing was sent', async () => {
    const [one, other] = ledgers()
    await one.begin('tv3', TICKET)
    const waiting = await other.begin('tv3', TICKET)
    await one.release('tv3')
    expect(await endOf(waiting)).toBe('released')
    expect((await other.begin('tv3', 'another ticket')).kind).toBe('mine')
  })

  it('does not wait for an end beyond the deadline', async () => {
    const [one, other] = ledgers()
    await one.begin('tv4', TICKET)
    expect(await endOf(await other.begin('tv4', TICKET), Date.now() + 100)).toBeUndefined()
  })
}

describe('the ledger of a replica that stands alone', () => {
  let ledger: PlacementLedger
  const began = Date.now()
  beforeEach(() => {
    ledger = createLocalLedger(Date.now)
  })

  behavesAsOne(() => [ledger, ledger])

  it('knows since when it knows', async () => {
    const verdict = await ledger.begin('tv9', TICKET)
    expect(verdict).toMatchObject({ kind: 'mine' })
    expect(verdict.kind === 'mine' && verdict.since).toBeGreaterThanOrEqual(began)
  })
})

describe('the ledger of replicas that share a Redis', () => {
  let stores: SharedStores
  let one: PlacementLedger
  let other: PlacementLedger
  beforeEach(async () => {
    stores = await startSharedStores()
    one = createSharedLedger(stores.one, Date.now)
    other = createSharedLedger(stores.other, Date.now)
  })
  afterEach(() => stores.close())

  behavesAsOne(() => [one, other])

  it('outlives the replica that placed', async () => {
    await one.begin('tv1', TICKET)
    await one.settle('tv1', PLACED)
    const afterRestart = createSharedLedger(stores.one, Date.now)
    expect(await afterRestart.begin('tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('takes the truth from whoever found it, when the replica that began is gone', async () => {
    await one.begin('tv1', TICKET)
    await other.begin('tv1', TICKET)
    await other.settle('tv1', PLACED)
    const third = createSharedLedger(stores.one, Date.now)
    expect(await third.begin('tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('is unsure without Redis, and then two replicas hold for different times', async () => {
    await stores.server.kill()
    await stores.areConnected(false)
    const verdicts = await Promise.all([one.begin('tv1', TICKET), other.begin('tv1', TICKET)])
    expect(verdicts.map(({ kind }) => kind)).toEqual(['unsure', 'unsure'])
    const holds = verdicts.map((verdict) => (verdict.kind === 'unsure' ? verdict.holdMs : 0))
    // Long enough for an order that was on its way when Redis was lost.
    expect(Math.min(...holds)).toBeGreaterThan(2_000)
    expect(Math.max(...holds)).toBeLessThan(4_100)
    expect(Math.max(...holds) - Math.min(...holds)).toBeGreaterThan(800)
    // What it knows by itself, it knows for sure.
    expect((await one.begin('tv1', TICKET)).kind).toBe('elsewhere')
    await one.settle('tv1', PLACED)
    expect(await one.begin('tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('does not wait for another replica that cannot tell any more', async () => {
    await one.begin('tv1', TICKET)
    const waiting = await other.begin('tv1', TICKET)
    await stores.server.kill()
    await stores.areConnected(false)
    const before = performance.now()
    expect(await endOf(waiting)).toBeUndefined()
    expect(performance.now() - before).toBeLessThan(500)
  })

  it('never says "mine" of old without saying since when it knows, after Redis forgot', async () => {
    await one.begin('tv1', TICKET)
    const began = Date.now()
    await stores.server.restart()
    await stores.areConnected(false).catch(() => undefined)
    await stores.areConnected(true)
    const verdict = await other.begin('tv1', TICKET)
    expect(verdict.kind).toBe('mine')
    expect(verdict.kind === 'mine' && verdict.since).toBeGreaterThan(began)
  })

  it('tells the others as soon as Redis is back how a placement ended meanwhile', async () => {
    await one.begin('tv1', TICKET)
    stores.server.pause()
    await one.settle('tv1', PLACED)
    stores.server.resume()
    await stores.areConnected(true)
    await eventually(
      () => other.begin('tv1', TICKET),
      (verdict) => expect(verdict).toEqual({ kind: 'settled', outcome: PLACED }),
    )
  })
})
