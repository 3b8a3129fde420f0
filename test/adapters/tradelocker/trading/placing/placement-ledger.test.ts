import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import {
  createLocalLedger,
  MAX_ENDED_EACH,
  MAX_OPEN_EACH,
} from '../../../../../adapters/tradelocker/trading/placing/local-ledger.ts'
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
import { startStopwatch } from '../../../../support/stopwatch.ts'

const ACCOUNT = 'SIM-DEMO|700101'
const TICKET = 'buy 0.1 EURUSD'
const PLACED = { orderId: '4611686018427387905' }
const REFUSED = { refusal: 'margin_too_low', params: {} } as const

const fingerprintOf = (ticket: string) => createHash('sha256').update(ticket).digest('base64url')

const soon = () => steadyClock() + 2_000

async function endOf(verdict: Verdict, deadline = soon()) {
  return verdict.kind === 'elsewhere' ? verdict.outcome(deadline) : verdict.kind
}

/** What holds for two callers, whether one process serves them or two do. */
function behavesAsOne(ledgers: () => readonly [PlacementLedger, PlacementLedger]) {
  it('lets one of many begin a placement; all others learn how it ends', async () => {
    const [one, other] = ledgers()
    const callers = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? one : other))
    const verdicts = await Promise.all(callers.map((ledger) => ledger.begin(ACCOUNT, 'tv1', TICKET)))
    const winner = verdicts.findIndex(({ kind }) => kind === 'mine')
    expect(verdicts.filter(({ kind }) => kind === 'mine')).toHaveLength(1)
    const ends = Promise.all(verdicts.map((verdict) => endOf(verdict)))
    await callers[winner]?.settle('tv1', PLACED)
    const learnt = (await ends).filter((_, i) => i !== winner)
    // Who came while it was not yet clear whether its own replica begins is told to ask again.
    for (const end of learnt) expect([PLACED, 'released']).toContainEqual(end)
    expect(learnt).toContainEqual(PLACED)
    for (const ledger of [one, other]) {
      expect(await ledger.begin(ACCOUNT, 'tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
    }
  })

  it('refuses another ticket under the same request, begun or ended', async () => {
    const [one, other] = ledgers()
    await one.begin(ACCOUNT, 'tv2', TICKET)
    expect(await other.begin(ACCOUNT, 'tv2', 'sell everything')).toEqual({ kind: 'reused' })
    await one.settle('tv2', REFUSED)
    expect(await other.begin(ACCOUNT, 'tv2', 'sell everything')).toEqual({ kind: 'reused' })
    expect(await other.begin(ACCOUNT, 'tv2', TICKET)).toEqual({ kind: 'settled', outcome: REFUSED })
  })

  it('lets a request be tried again, even with another ticket, when certainly nothing was sent', async () => {
    const [one, other] = ledgers()
    await one.begin(ACCOUNT, 'tv3', TICKET)
    const waiting = await other.begin(ACCOUNT, 'tv3', TICKET)
    await one.release('tv3')
    expect(await endOf(waiting)).toBe('released')
    expect((await other.begin(ACCOUNT, 'tv3', 'another ticket')).kind).toBe('mine')
  })

  it('does not wait for an end beyond the deadline', async () => {
    const [one, other] = ledgers()
    await one.begin(ACCOUNT, 'tv4', TICKET)
    expect(await endOf(await other.begin(ACCOUNT, 'tv4', TICKET), steadyClock() + 100)).toBeUndefined()
  })
}

describe('the ledger of a replica that stands alone', () => {
  const began = 0
  let ledger: PlacementLedger
  beforeEach(() => {
    ledger = createLocalLedger(steadyClock)
  })

  behavesAsOne(() => [ledger, ledger])

  it('an account that floods it pushes out nothing of another: neither what is open nor what has ended', async () => {
    await ledger.begin('SIM-DEMO|1', 'tv-open', TICKET)
    await ledger.begin('SIM-DEMO|1', 'tv-ended', TICKET)
    await ledger.settle('tv-ended', PLACED)
    for (let i = 0; i < 60_000; i += 1) {
      await ledger.begin(ACCOUNT, `tv-flood-${i}`, TICKET)
      await ledger.settle(`tv-flood-${i}`, PLACED)
    }
    expect((await ledger.begin('SIM-DEMO|1', 'tv-open', TICKET)).kind).toBe('elsewhere')
    expect(await ledger.begin('SIM-DEMO|1', 'tv-ended', TICKET)).toEqual({
      kind: 'settled',
      outcome: PLACED,
    })
  })

  it('forgets no placement whose end is not known: an account with too many of them may begin no other', async () => {
    for (let i = 0; i < MAX_OPEN_EACH; i += 1) await ledger.begin(ACCOUNT, `tv-open-${i}`, TICKET)
    expect(await ledger.begin(ACCOUNT, 'tv-more', TICKET)).toEqual({ kind: 'too-many-open' })
    for (let i = 0; i < MAX_OPEN_EACH; i += 1) {
      expect((await ledger.begin(ACCOUNT, `tv-open-${i}`, TICKET)).kind).toBe('elsewhere')
    }
    expect((await ledger.begin('SIM-DEMO|1', 'tv-other', TICKET)).kind).toBe('mine')
    await ledger.settle('tv-open-7', PLACED)
    await ledger.release('tv-open-8')
    expect((await ledger.begin(ACCOUNT, 'tv-more', TICKET)).kind).toBe('mine')
    expect((await ledger.begin(ACCOUNT, 'tv-open-8', TICKET)).kind).toBe('mine')
    expect((await ledger.begin(ACCOUNT, 'tv-even-more', TICKET)).kind).toBe('too-many-open')
  })

  it('when it had to forget what an account placed, says so of everything that account begins, and of no other', async () => {
    let now: number = began
    const moving = createLocalLedger(() => now)
    now += 3_600_000
    for (let i = 0; i <= MAX_ENDED_EACH; i += 1) {
      await moving.begin(ACCOUNT, `tv-${i}`, TICKET)
      await moving.settle(`tv-${i}`, PLACED)
    }
    expect(await moving.begin(ACCOUNT, 'tv-0', TICKET)).toMatchObject({ kind: 'mine', knownForMs: 0 })
    expect(await moving.begin(ACCOUNT, 'tv-1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
    expect(await moving.begin('SIM-DEMO|1', 'tv-other', TICKET)).toMatchObject({
      kind: 'mine',
      knownForMs: 3_600_000,
    })
  })

  it('knows of everything that ended after what it had to forget', async () => {
    let now: number = began
    const moving = createLocalLedger(() => now)
    for (let i = 0; i <= MAX_ENDED_EACH + 1; i += 1) {
      await moving.begin(ACCOUNT, `tv-${i}`, TICKET)
      now += 300
      await moving.settle(`tv-${i}`, PLACED)
    }
    const secondEndedAt = began + 600
    expect(await moving.begin(ACCOUNT, 'tv-new', TICKET)).toMatchObject({ knownForMs: now - secondEndedAt })
  })

  it('remembers an open placement for an hour', async () => {
    let now: number = began
    const moving = createLocalLedger(() => now)
    await moving.begin(ACCOUNT, 'tv-open', TICKET)
    now += 3_599_999
    expect((await moving.begin(ACCOUNT, 'tv-open', TICKET)).kind).toBe('elsewhere')
    now += 1
    expect((await moving.begin(ACCOUNT, 'tv-open', TICKET)).kind).toBe('mine')
  })
})

describe('the ledger of replicas that share a Redis', () => {
  let stores: SharedStores
  let one: PlacementLedger
  let other: PlacementLedger
  beforeEach(async () => {
    stores = await startSharedStores()
    one = createSharedLedger(stores.one, steadyClock)
    other = createSharedLedger(stores.other, steadyClock)
  })
  afterEach(() => stores.close())

  behavesAsOne(() => [one, other])

  it('waits for what those before it were sending only while it is new itself', async () => {
    let passedMs = 0
    const clock = () => steadyClock() + passedMs
    const ledger = createSharedLedger(stores.one, clock)
    const waitMs = async (strategyId: string) => {
      const verdict = await ledger.begin(ACCOUNT, strategyId, TICKET)
      if (verdict.kind !== 'mine') throw new Error(verdict.kind)
      return verdict.arrivedBy - clock()
    }
    expect(await waitMs('tv1')).toBeGreaterThan(5_000)
    passedMs = 20_000
    expect(await waitMs('tv2')).toBeLessThanOrEqual(0)
  })

  it('has no turn before it has ever reached Redis, and at its start waits a moment to reach it', async () => {
    await stores.server.kill()
    await stores.areConnected(false)
    const stranger = stores.open()
    onTestFinished(stranger.close)
    let passedMs = 0
    const ledger = createSharedLedger(stranger, () => steadyClock() + passedMs)
    const early = ledger.begin(ACCOUNT, 'tv1', TICKET)
    expect(await Promise.race([early, sleep(1_500)])).toBeUndefined()
    passedMs = 5_000
    const verdict = await early
    if (verdict.kind !== 'unsure') throw new Error(verdict.kind)
    expect(verdict.nextTurn().from).toBe(Number.POSITIVE_INFINITY)
    await ledger.release('tv1')
    await stores.server.restart()
    await stores.areConnected(true)
    await eventually(
      async () => stranger.status.connected,
      (connected) => expect(connected).toBe(true),
    )
    // Those who had met in it may have sent something meanwhile that it does not know of yet.
    const met = await ledger.begin(ACCOUNT, 'tv1', TICKET)
    expect(met).toMatchObject({ kind: 'unsure' })
  })

  it.each([
    ['waits in turns, too, where the store may not know what those before it were sending', 0, 15_000],
    ['takes its turn at once where the store is older than all that may be under way', 15_000, 0],
  ])('of a new replica %s', async (_, rememberedMs, waitMs) => {
    const began = steadyClock()
    const claim = () => Promise.reject(new Error('It does not answer.'))
    const store = { ...stores.one, claim, status: { ...stores.one.status, rememberedMs } }
    const verdict = await createSharedLedger(store, steadyClock).begin(ACCOUNT, 'tv1', TICKET)
    if (verdict.kind !== 'unsure') throw new Error(verdict.kind)
    const fromMs = verdict.nextTurn().from - began
    expect(fromMs).toBeGreaterThanOrEqual(waitMs)
    expect(fromMs).toBeLessThan(waitMs + 5_000)
  })

  it('outlives the replica that placed', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    await one.settle('tv1', PLACED)
    const afterRestart = createSharedLedger(stores.one, steadyClock)
    expect(await afterRestart.begin(ACCOUNT, 'tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('takes the truth from whoever found it, when the replica that began is gone', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    await other.begin(ACCOUNT, 'tv1', TICKET)
    await other.settle('tv1', PLACED)
    const third = createSharedLedger(stores.one, steadyClock)
    expect(await third.begin(ACCOUNT, 'tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('is unsure without Redis, and then two replicas look and send at different times', async () => {
    const askedAt = steadyClock()
    await stores.server.kill()
    await stores.areConnected(false)
    const verdicts = await Promise.all([
      one.begin(ACCOUNT, 'tv1', TICKET),
      other.begin(ACCOUNT, 'tv1', TICKET),
    ])
    expect(verdicts.map(({ kind }) => kind)).toEqual(['unsure', 'unsure'])
    const turns = verdicts
      .flatMap((verdict) => (verdict.kind === 'unsure' ? [verdict.nextTurn()] : []))
      .sort((a, b) => a.from - b.from)
    // Long enough for others to miss one that lost Redis alone, and for an order that was on its way by then.
    expect(turns[0]?.from).toBeGreaterThan(askedAt + 11_000)
    expect(turns[1]?.from).toBeLessThan(askedAt + 31_000)
    expect((turns[1]?.from ?? 0) - (turns[0]?.sendBy ?? 0)).toBeGreaterThan(2_500)
    // What it knows by itself, it knows for sure.
    expect((await one.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('elsewhere')
    await one.settle('tv1', PLACED)
    expect(await one.begin(ACCOUNT, 'tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('does not wait for another replica that cannot tell any more', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    const waiting = await other.begin(ACCOUNT, 'tv1', TICKET)
    await stores.server.kill()
    await stores.areConnected(false)
    const elapsed = startStopwatch()
    expect(await endOf(waiting)).toBeUndefined()
    expect(elapsed()).toBeLessThan(500)
  })

  it('doubts what it has claimed once Redis is lost, so that what has not left by then waits for a turn', async () => {
    const claimed = await one.begin(ACCOUNT, 'tv1', TICKET)
    if (claimed.kind !== 'mine') throw new Error(claimed.kind)
    expect(claimed.doubt()).toBeUndefined()
    await stores.server.kill()
    await stores.areConnected(false)
    const lostAt = steadyClock()
    expect(claimed.doubt()?.nextTurn().from).toBeGreaterThan(lostAt + 10_000)
    await stores.server.restart()
    await stores.areConnected(true)
    expect(claimed.doubt()).toBeDefined()
    await eventually(
      () => stores.other.get('placement/tv1'),
      (claim) => expect(claim).toContain(fingerprintOf(TICKET)),
    )
  })

  it('never says "mine" of old without saying since when it knows, after Redis forgot', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    const began = steadyClock()
    await stores.server.kill()
    await stores.areConnected(false)
    await stores.server.restart()
    await stores.areConnected(true)
    // What was begun without Redis may still be under way.
    expect((await other.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('unsure')
    await eventually(
      async () => {
        await other.release('tv1')
        return other.begin(ACCOUNT, 'tv1', TICKET)
      },
      (verdict) => {
        expect(verdict.kind).toBe('mine')
        expect(verdict.kind === 'mine' && verdict.knownForMs).toBeLessThan(steadyClock() - began)
      },
    )
  })

  it('tells the others as soon as Redis is back how a placement ended meanwhile', async () => {
    await one.begin(ACCOUNT, 'tv1', TICKET)
    stores.server.pause()
    await one.settle('tv1', PLACED)
    stores.server.resume()
    await stores.areConnected(true)
    await eventually(
      () => other.begin(ACCOUNT, 'tv1', TICKET),
      (verdict) => expect(verdict).toEqual({ kind: 'settled', outcome: PLACED }),
    )
  })

  it('gives nobody a placement that another replica began while Redis was away, before that had its time', async () => {
    await stores.server.kill()
    await stores.areConnected(false)
    expect((await one.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('unsure')
    await stores.server.restart()
    await stores.areConnected(true)
    // Either Redis knows by now who began it, or nobody can know and it has to wait.
    const verdict = await other.begin(ACCOUNT, 'tv1', TICKET)
    if (verdict.kind === 'unsure') expect(verdict.nextTurn().from).toBeGreaterThan(steadyClock() + 5_000)
    else expect(verdict.kind).toBe('elsewhere')
    await eventually(
      () => createSharedLedger(stores.other, steadyClock).begin(ACCOUNT, 'tv1', TICKET),
      ({ kind }) => expect(kind).toBe('elsewhere'),
    )
  })

  it('what is released, but could not be taken back yet, takes no later try away, also with another ticket', async () => {
    const cut = { isCut: false }
    const releasing = createSharedLedger(cuttable(stores.one, cut), steadyClock)
    for (const id of ['tv1', 'tv2']) {
      expect((await releasing.begin(ACCOUNT, id, TICKET)).kind).toBe('mine')
      cut.isCut = true
      await releasing.release(id)
      cut.isCut = false
    }
    expect((await releasing.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('mine')
    expect((await releasing.begin(ACCOUNT, 'tv2', 'another ticket')).kind).toBe('mine')
    const claims = () => Promise.all(['placement/tv1', 'placement/tv2'].map(stores.one.get))
    const before = await claims()
    // Longer than until it is tried again to take back the first claims.
    await sleep(800)
    expect(await claims()).toEqual(before)
    expect((await other.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('elsewhere')
    await releasing.settle('tv2', PLACED)
    expect(await other.begin(ACCOUNT, 'tv2', 'another ticket')).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('claims as soon as Redis is back what it began without it, unless that has ended', async () => {
    await stores.server.kill()
    await stores.areConnected(false)
    for (const id of ['tv1', 'tv2']) expect((await one.begin(ACCOUNT, id, TICKET)).kind).toBe('unsure')
    await one.release('tv1')
    await stores.server.restart()
    await stores.areConnected(true)
    await eventually(
      () => stores.other.get('placement/tv2'),
      (claim) => expect(claim).toContain(fingerprintOf(TICKET)),
    )
    expect((await other.begin(ACCOUNT, 'tv2', TICKET)).kind).toBe('elsewhere')
    expect(await stores.other.get('placement/tv1')).toBeUndefined()
  })

  it('asked again before it sends, gives way to the replica that has begun it meanwhile with Redis', async () => {
    await stores.server.kill()
    await stores.areConnected(false)
    const unsure = await one.begin(ACCOUNT, 'tv1', TICKET)
    if (unsure.kind !== 'unsure') throw new Error(unsure.kind)
    await stores.server.restart()
    await stores.areConnected(true)
    const theirs = JSON.stringify({
      ticket: fingerprintOf(TICKET),
      by: 'another replica',
      attempt: 'its first',
    })
    await stores.other.set('placement/tv1', theirs, 60_000)
    const again = await unsure.again()
    expect(again?.kind).toBe('elsewhere')
    await stores.other.set(
      'placement/tv1',
      JSON.stringify({ ...JSON.parse(theirs), outcome: PLACED }),
      60_000,
    )
    expect(again && (await endOf(again))).toEqual(PLACED)
    expect(await one.begin(ACCOUNT, 'tv1', TICKET)).toEqual({ kind: 'settled', outcome: PLACED })
  })

  it('what it sends without Redis it takes over, once Redis is back, from a replica that has not sent it yet', async () => {
    const cut = { isCut: true }
    const alone = createSharedLedger(cuttable(stores.one, cut), steadyClock)
    const sending = await alone.begin(ACCOUNT, 'tv1', TICKET)
    const holding = await alone.begin(ACCOUNT, 'tv2', TICKET)
    if (sending.kind !== 'unsure' || holding.kind !== 'unsure') throw new Error(sending.kind)
    expect(await sending.again()).toBeUndefined()
    expect((await other.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('mine')
    expect((await other.begin(ACCOUNT, 'tv2', TICKET)).kind).toBe('mine')
    const [first, second] = await Promise.all(['placement/tv1', 'placement/tv2'].map(stores.other.get))
    cut.isCut = false
    await eventually(
      () => stores.other.get('placement/tv1'),
      (claim) => expect(claim).not.toBe(first),
    )
    await alone.settle('tv1', PLACED)
    expect(await createSharedLedger(stores.other, steadyClock).begin(ACCOUNT, 'tv1', TICKET)).toEqual({
      kind: 'settled',
      outcome: PLACED,
    })
    expect((await holding.again())?.kind).toBe('elsewhere')
    expect(await stores.other.get('placement/tv2')).toBe(second)
  })

  it('what it had claimed, and sends while Redis is lost, it claims anew from a Redis that comes back empty', async () => {
    const cut = { isCut: false }
    const store = new Proxy(cuttable(stores.one, cut), {
      get(target, name: keyof SharedStore) {
        // As while a replica is missed: then a claim alone is not enough.
        const turns = { count: 2, places: [0], clockOffsetMs: 0 }
        return name === 'status' ? { ...target.status, turns } : target[name]
      },
    })
    const sending = await createSharedLedger(store, steadyClock).begin(ACCOUNT, 'tv1', TICKET)
    if (sending.kind !== 'unsure') throw new Error(sending.kind)
    expect(await stores.other.get('placement/tv1')).toContain(fingerprintOf(TICKET))
    cut.isCut = true
    expect(await sending.again()).toBeUndefined()
    await stores.other.delete('placement/tv1')
    cut.isCut = false
    await eventually(
      () => stores.other.get('placement/tv1'),
      (claim) => expect(claim).toContain(fingerprintOf(TICKET)),
    )
    expect((await other.begin(ACCOUNT, 'tv1', TICKET)).kind).toBe('elsewhere')
  })
})
