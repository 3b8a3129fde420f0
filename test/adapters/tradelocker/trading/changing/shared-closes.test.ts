import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createSharedCloses,
  type SharedCloses,
} from '../../../../../adapters/tradelocker/trading/changing/shared-closes.ts'
import { BrokerError } from '../../../../../src/broker/errors.ts'
import type { SharedStore } from '../../../../../src/broker/shared-store.ts'
import { cuttable } from '../../../../support/cuttable-store.ts'
import { eventually } from '../../../../support/eventually.ts'
import { type SharedStores, startSharedStores } from '../../../../support/shared-stores.ts'

const WHAT = 'half of position 900'
const UNKNOWN = { code: 'outcome_unknown' }

let stores: SharedStores
let one: SharedCloses
let other: SharedCloses
/** How often the other replica has seen what lies in the store. */
let looks: number
beforeEach(async () => {
  stores = await startSharedStores()
  one = createSharedCloses(stores.one, Date.now)
  looks = 0
  other = createSharedCloses(
    overStore(stores.other, {
      async get(key) {
        const found = await stores.other.get(key)
        looks += 1
        return found
      },
    }),
    Date.now,
  )
})
afterEach(() => stores.close())

/** A close that ends when the test says so. */
function startedClose() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  let runs = 0
  const run = (): Promise<void> => {
    runs += 1
    begun.resolve()
    return promise
  }
  return { run, end: resolve, fail: reject, begun: begun.promise, runs: () => runs }
}

const never = async (): Promise<void> => {
  throw new Error('This one must not be sent.')
}

function overStore(store: SharedStore, changed: Partial<SharedStore>): SharedStore {
  return new Proxy(store, { get: (_, name: keyof SharedStore) => changed[name] ?? store[name] })
}

/** The same store for a replica whose claims last so long. */
function withClaimsOf(ms: number, store: SharedStore): SharedStore {
  return overStore(store, { claim: (key, value) => store.claim(key, value, ms) })
}

/** Asks at the other replica for what is under way at the first, and comes back when that one waits for the end. */
async function waiting(isPart = true, close = never) {
  const before = looks
  const answer = other.once(WHAT, isPart, close).then(
    () => 'done',
    (error: unknown) => error,
  )
  await eventually(
    async () => looks,
    (now) => expect(now).toBeGreaterThan(before + 1),
  )
  return { answer }
}

describe('the same part of a position, closed at two replicas at once', () => {
  it('is closed once, however many ask', async () => {
    const close = startedClose()
    const first = one.once(WHAT, true, close.run)
    await close.begun
    const asked = [one, one, other, other].map((closes) => closes.once(WHAT, true, never))
    const waits = await waiting()
    close.end()
    await Promise.all([first, ...asked])
    expect(await waits.answer).toBe('done')
    expect(close.runs()).toBe(1)
  })

  it.each([
    new BrokerError('rejected', { params: { reason: 'The moon is in the wrong house.' } }),
    new BrokerError('upstream_unavailable', { retry: 'after', retryAfterMs: 2_000 }),
    new BrokerError('outcome_unknown'),
  ])('is refused at both for the same reason: $code', async (refusal) => {
    const close = startedClose()
    const first = one.once(WHAT, true, close.run)
    await close.begun
    const second = await waiting()
    close.fail(refusal)
    const { code, params, retry, retryAfterMs } = refusal
    await expect(first).rejects.toBe(refusal)
    expect(await second.answer).toMatchObject({ code, params, retry, retryAfterMs })
  })

  it('is closed by the second when the session of the first has ended', async () => {
    const [close, anew] = [startedClose(), startedClose()]
    const first = one.once(WHAT, true, close.run)
    await close.begun
    const second = await waiting(true, anew.run)
    close.fail(new BrokerError('session_expired'))
    await expect(first).rejects.toMatchObject({ code: 'session_expired' })
    await anew.begun
    anew.end()
    expect(await second.answer).toBe('done')
    expect(anew.runs()).toBe(1)
  })

  it('is known to nobody when it ends as nobody foresaw', async () => {
    const close = startedClose()
    const first = one.once(WHAT, true, close.run)
    await close.begun
    const second = await waiting()
    close.fail(new TypeError('a bug'))
    await expect(first).rejects.toThrow(TypeError)
    expect(await second.answer).toMatchObject(UNKNOWN)
  })

  it('is a new close when it is asked for after the answer, at whichever replica', async () => {
    for (const closes of [one, other, other, one]) {
      const close = startedClose()
      close.end()
      await closes.once(WHAT, true, close.run)
      expect(close.runs()).toBe(1)
    }
  })

  it('holds up no other part', async () => {
    const [half, third] = [startedClose(), startedClose()]
    const first = one.once(WHAT, true, half.run)
    await half.begun
    third.end()
    await other.once('a third of position 900', true, third.run)
    half.end()
    await first
    expect(third.runs()).toBe(1)
  })
})

describe('all that is left, by its quantity', () => {
  it('waits for nobody who closes all as well', async () => {
    const [here, there] = [startedClose(), startedClose()]
    const both = [one.once(WHAT, false, here.run), other.once(WHAT, false, there.run)]
    await Promise.all([here.begun, there.begun])
    for (const close of [here, there]) close.end()
    await Promise.all(both)
  })

  it('may be the half that is being closed already, and then is that one', async () => {
    const close = startedClose()
    const first = one.once(WHAT, true, close.run)
    await close.begun
    const second = await waiting(false)
    close.end()
    await first
    expect(await second.answer).toBe('done')
  })
})

describe('a replica that dies with a close under way', () => {
  it('holds up the others until its claim is over; nobody sends what they waited for', async () => {
    const cut = { isCut: false }
    const dying = createSharedCloses(withClaimsOf(500, cuttable(stores.one, cut)), Date.now)
    const close = startedClose()
    void dying.once(WHAT, true, close.run)
    await close.begun
    cut.isCut = true
    await expect(other.once(WHAT, true, never)).rejects.toMatchObject(UNKNOWN)
    const next = startedClose()
    next.end()
    await other.once(WHAT, true, next.run)
    expect(next.runs()).toBe(1)
  })

  it('is told from one that is slow: that one says every five seconds that it is still at it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const slow = createSharedCloses(withClaimsOf(800, stores.one), Date.now)
    const close = startedClose()
    const first = slow.once(WHAT, true, close.run)
    await close.begun
    vi.advanceTimersByTime(5_000)
    const second = await waiting()
    const until = Date.now() + 1_000
    await eventually(
      async () => Date.now(),
      (now) => expect(now).toBeGreaterThan(until),
    )
    close.end()
    await first
    expect(await second.answer).toBe('done')
  })
})

it('a claim that is there when it is claimed and gone when it is read holds up nobody for ever', async () => {
  const fleeting = createSharedCloses(
    overStore(stores.one, { claim: async (key) => (await stores.one.get(key)) !== undefined }),
    Date.now,
  )
  const close = startedClose()
  close.end()
  await fleeting.once(WHAT, true, close.run)
  expect(close.runs()).toBe(1)
})

describe('without Redis', () => {
  it('each replica closes by itself, at once', async () => {
    await stores.server.kill()
    await stores.areConnected(false)
    const [here, there] = [startedClose(), startedClose()]
    const both = [one.once(WHAT, true, here.run), other.once(WHAT, true, there.run)]
    await Promise.all([here.begun, there.begun])
    for (const close of [here, there]) close.end()
    await Promise.all(both)
  })

  it('a part that was being closed when it was lost is not sent by who waits for it', async () => {
    const close = startedClose()
    const first = one.once(WHAT, true, close.run)
    await close.begun
    const second = await waiting()
    stores.server.pause()
    expect(await second.answer).toMatchObject(UNKNOWN)
    await stores.areConnected(false)
    close.end()
    await first
    stores.server.resume()
    await stores.areConnected(true)
  })

  /** A replica that was cut off from Redis, for a moment, when its close ended. */
  async function endedUntold(): Promise<SharedCloses> {
    const cut = { isCut: false }
    const cutOff = createSharedCloses(cuttable(stores.one, cut), Date.now)
    const close = startedClose()
    const first = cutOff.once(WHAT, true, close.run)
    await close.begun
    cut.isCut = true
    close.end()
    await first
    cut.isCut = false
    return cutOff
  }

  it('an end that could not be told does not become the answer to a new close at another replica', async () => {
    await endedUntold()
    const again = startedClose()
    again.end()
    const answer = await other.once(WHAT, true, again.run).then(
      () => 'done',
      (error: BrokerError) => error.code,
    )
    expect([answer, again.runs()]).toEqual(again.runs() === 1 ? ['done', 1] : ['outcome_unknown', 0])
  })

  it('nor does it hold up a new one at the same', async () => {
    const cutOff = await endedUntold()
    const again = startedClose()
    again.end()
    await cutOff.once(WHAT, true, again.run)
    expect(again.runs()).toBe(1)
  })
})
