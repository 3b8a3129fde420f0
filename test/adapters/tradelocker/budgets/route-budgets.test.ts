import { AsyncLocalStorage } from 'node:async_hooks'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimits } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { type BudgetKey, createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { failureOf } from '../transport/loopback.ts'

const ann: BudgetKey = { user: 'ann', accNum: '1' }
const bob: BudgetKey = { user: 'bob', accNum: '1' }

interface Started {
  readonly label: string
  readonly at: number
}

/** Budgets on a fake clock, and a record of what started when. */
function setUp(options: Partial<Parameters<typeof createBudgets>[0]> = {}) {
  const elapsed = () => performance.now()
  const refused: RouteName[] = []
  const budgets = createBudgets({
    scope: 'user',
    headroom: 1,
    maxRps: undefined,
    elapsed,
    random: () => 0,
    onRefused: (route) => void refused.push(route),
    ...options,
  })
  const started: Started[] = []
  const epoch = elapsed()
  const call = (
    key: BudgetKey,
    route: RouteName,
    label: string = route,
    deadlineMs = 60_000,
    urgent?: AbortSignal,
  ) =>
    budgets.run(
      key,
      route,
      async () => {
        started.push({ label, at: elapsed() - epoch })
        return label
      },
      { deadlineMs, urgent },
    )
  return { budgets, call, started, refused, times: () => started.map(({ at }) => at) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The most starts in any window of this length. */
function densest(times: readonly number[], intervalMs: number): number {
  return Math.max(0, ...times.map((from) => times.filter((t) => from <= t && t < from + intervalMs).length))
}

describe('a limit that all users share', () => {
  it('is not used up by one user who floods it with orders: others get theirs in soon after', async () => {
    const { call, started, refused } = setUp({ scope: 'gateway' })
    const flood = Promise.allSettled(
      Array.from({ length: 500 }, () => call(ann, 'placeOrder', 'ann', 10_000)),
    )
    const others = [call(bob, 'placeOrder', 'bob', 10_000), call(bob, 'closePosition', 'bob', 10_000)]
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await Promise.all(others)).toEqual(['bob', 'bob'])
    expect((await flood).filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(refused).toHaveLength(490)
    expect(Math.max(...started.filter(({ label }) => label === 'bob').map(({ at }) => at))).toBeLessThan(
      3_000,
    )
    // What has ended does not count any more.
    const later = call(ann, 'placeOrder', 'ann', 10_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await later).toBe('ann')
  })
})

describe('a read that an order waits for', () => {
  const urgent = AbortSignal.abort()

  it('goes before polls of its own limit, and before other reads at the ceiling', async () => {
    const { call, started } = setUp({ scope: 'gateway', maxRps: 10 })
    const polls = Array.from({ length: 30 }, (_, i) => call({ user: `user ${i}` }, 'getOrders', 'poll'))
    const quotes = Array.from({ length: 30 }, (_, i) => call({ user: `user ${i}` }, 'getQuotes', 'quotes'))
    await vi.advanceTimersByTimeAsync(500)
    const before = started.length
    const lookUp = call(ann, 'getOrders', 'look-up', 10_000, urgent)
    await vi.advanceTimersByTimeAsync(1_100)
    await expect(lookUp).resolves.toBe('look-up')
    expect(started.slice(before).filter(({ label }) => label === 'poll')).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all([...polls, ...quotes])
  })

  it('is raised where it waits already', async () => {
    const { call, started } = setUp()
    const haste = new AbortController()
    const [first, second] = [call(ann, 'getOrders', 'first'), call(ann, 'getOrders', 'second')]
    const raised = call(ann, 'getOrders', 'raised', 60_000, haste.signal)
    await vi.advanceTimersByTimeAsync(500)
    haste.abort()
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all([first, second, raised])
    expect(started.map(({ label }) => label)).toEqual(['first', 'raised', 'second'])
  })

  it('asks other replicas at once, whatever they told somebody who refreshes what is shown', async () => {
    const asked: boolean[] = []
    const permit = async (_: string, __: object, isUrgent: boolean) => {
      asked.push(isUrgent)
      return isUrgent ? 0 : 800
    }
    const { call, times } = setUp({ permit })
    void call(ann, 'getOrders', 'poll').catch(() => undefined)
    await vi.advanceTimersByTimeAsync(100)
    await call(ann, 'getOrders', 'look-up', 10_000, urgent)
    expect(asked.slice(0, 2)).toEqual([false, true])
    expect(times()).toEqual([100])
  })
})

describe('the budget of a route', () => {
  it('starts at once what the limit allows, the rest one interval later', async () => {
    const { call, times } = setUp()
    const calls = Array.from({ length: 5 }, () => call(ann, 'getAccounts'))
    await vi.advanceTimersByTimeAsync(5_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 0, 1_000, 1_000, 2_000])
  })

  it('stretches the window for headroom, so that 90 % of one call per second is not none', async () => {
    const { call, times } = setUp({ headroom: 0.9 })
    const calls = Array.from({ length: 3 }, () => call(ann, 'getOrders'))
    await vi.advanceTimersByTimeAsync(5_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 1_112, 2_224])
  })

  it.each([
    ['user', { user: 'ann', accNum: '2' }, 1_000],
    ['user', bob, 0],
    ['account', { user: 'ann', accNum: '2' }, 0],
    ['account', { user: 'bob', accNum: '1' }, 0],
    ['account', ann, 1_000],
    ['gateway', bob, 1_000],
  ] as const)(
    'with scope %s makes %j wait %s ms behind a call of ann on account 1',
    async (scope, key, wait) => {
      const { call, times } = setUp({ scope })
      const calls = [call(ann, 'getOrders'), call(key, 'getOrders')]
      await vi.advanceTimersByTimeAsync(2_000)
      await Promise.all(calls)
      expect(times()).toEqual([0, wait])
    },
  )

  it('is one for all routes that count against the same limit, and none for others', async () => {
    const { call, times } = setUp()
    const six: RouteName[] = ['modifyOrder', 'cancelOrder', 'cancelAllOrders', 'cancelOrder', 'modifyOrder']
    const calls = [...six, 'cancelOrder' as const, 'closePosition' as const].map((route) => call(ann, route))
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 0, 0, 0, 0, 0, 1_000])
  })

  it('is modest and per user where no limit is published, whatever the scope', async () => {
    const { call, times } = setUp({ scope: 'gateway' })
    const calls = [ann, ann, ann, bob].map((key) => call(key, 'getConfigUsingGET'))
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 0, 0, 1_000])
  })

  it('lets closing go before changing, whoever came first', async () => {
    const { call, started } = setUp()
    const first = Array.from({ length: 5 }, () => call(ann, 'modifyPosition', 'first'))
    const waiting = [
      call(ann, 'modifyPosition', 'modify 1'),
      call(ann, 'modifyPosition', 'modify 2'),
      call(ann, 'closePosition', 'close'),
    ]
    await vi.advanceTimersByTimeAsync(3_000)
    await Promise.all([...first, ...waiting])
    expect(started.slice(5).map(({ label }) => label)).toEqual(['close', 'modify 1', 'modify 2'])
  })

  it('refuses at once what cannot start before its deadline, never runs it later, and tells', async () => {
    const { call, started, refused } = setUp()
    const calls = [call(ann, 'getOrders', 'first'), call(ann, 'getOrders', 'second', 1_100)]
    expect(await failureOf(call(ann, 'getOrders', 'late', 1_999))).toMatchObject({
      code: 'too_busy',
      delivery: 'not_sent',
      retry: 'after',
      params: { seconds: 2 },
    })
    expect(refused).toEqual(['getOrders'])
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all(calls)
    expect(started.map(({ label }) => label)).toEqual(['first', 'second'])
  })

  it('refuses at its deadline what a more important call has pushed back', async () => {
    const { call, started } = setUp()
    const first = Array.from({ length: 5 }, () => call(ann, 'modifyPosition', 'first'))
    const late = failureOf(call(ann, 'modifyPosition', 'late', 1_500))
    const closing = Array.from({ length: 5 }, () => call(ann, 'closePosition', 'close'))
    await vi.advanceTimersByTimeAsync(1_499)
    expect(await Promise.race([late, 'waiting'])).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(await late).toMatchObject({ code: 'too_busy' })
    await vi.advanceTimersByTimeAsync(5_000)
    await Promise.all([...first, ...closing])
    expect(started.map(({ label }) => label)).not.toContain('late')
  })

  it('does not start late after the machine slept, when no timer could speak up in time', async () => {
    let sleptMs = 0
    const { call, started } = setUp({ elapsed: () => performance.now() + sleptMs })
    void call(ann, 'getOrders', 'first')
    const late = failureOf(call(ann, 'getOrders', 'late', 2_000))
    sleptMs = 5_000
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await late).toMatchObject({ code: 'too_busy' })
    expect(started).toHaveLength(1)
  })

  it('refuses at once when 200 calls are waiting', async () => {
    const { call, budgets } = setUp()
    const hour = 3_600_000
    const calls = Array.from({ length: 201 }, () =>
      call(ann, 'getOrders', 'early', hour).catch(() => 'closed'),
    )
    const refused = await failureOf(call(ann, 'getOrders', 'one too many', hour))
    expect(refused).toMatchObject({ code: 'too_busy', params: { seconds: 201 } })
    budgets.close()
    await Promise.all(calls)
  })

  it('makes room for closing at the cost of the least important call that waits', async () => {
    const { call, budgets } = setUp()
    const hour = 3_600_000
    const calls = Array.from({ length: 205 }, (_, index) =>
      call(ann, 'modifyPosition', `modify ${index}`, hour).catch((error: { code: string }) => error.code),
    )
    const closing = call(ann, 'closePosition', 'close')
    expect(await calls[5]).toBe('too_busy')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await closing).toBe('close')
    budgets.close()
    await Promise.all(calls)
  })

  it('is not disturbed by a wall clock that is set forward or back', async () => {
    const { call, times } = setUp()
    const calls = Array.from({ length: 3 }, () => call(ann, 'getOrders'))
    const now = Date.now()
    vi.setSystemTime(now - 300_000)
    await vi.advanceTimersByTimeAsync(1_000)
    vi.setSystemTime(now + 300_000)
    await vi.advanceTimersByTimeAsync(1_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 1_000, 2_000])
  })

  it('asks for a permit before every call, where one is needed', async () => {
    const answers = [300, 0, 0]
    const asked: unknown[] = []
    const permit = async (lane: string, limit: unknown) => {
      asked.push([lane, limit])
      return answers.shift() ?? 0
    }
    const { call, times } = setUp({ permit })
    const calls = [call(ann, 'getOrders'), call(ann, 'getOrders')]
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all(calls)
    expect(times()).toEqual([300, 1_300])
    expect(asked).toEqual(Array(3).fill(['["ann"]|GET_ORDERS', { limit: 1, intervalMs: 1_000 }]))
  })

  it('asks for it only when it is its turn: others count the call from when the permit was given', async () => {
    const asked: number[] = []
    const epoch = performance.now()
    const permit = async () => {
      asked.push(performance.now() - epoch)
      return 0
    }
    const { call, times } = setUp({ permit, maxRps: 1 })
    const calls = [call(ann, 'getOrders'), call(bob, 'getOrders')]
    await vi.advanceTimersByTimeAsync(3_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 1_000])
    expect(asked).toEqual([0, 1_000])
  })

  it('hands on what the task returns or throws', async () => {
    const { budgets } = setUp()
    await expect(budgets.run(ann, 'getOrders', async () => 5, { deadlineMs: 0 })).resolves.toBe(5)
    const broken = () => Promise.reject(new Error('task'))
    await expect(budgets.run(bob, 'getOrders', broken, { deadlineMs: 0 })).rejects.toThrow('task')
  })

  it('runs a task in the context of its caller, even when another call or a timer starts it', async () => {
    const { budgets } = setUp({ maxRps: 1 })
    const storage = new AsyncLocalStorage<number>()
    const calls = [1, 2, 3].map((id) =>
      storage.run(id, () =>
        budgets.run(ann, 'getOrders', async () => storage.getStore(), { deadlineMs: 60_000 }),
      ),
    )
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await Promise.all(calls)).toEqual([1, 2, 3])
  })
})

describe('limits of /trade/config', () => {
  const orders = (limit: number, intervalMs: number): RateLimits =>
    new Map([['GET_ORDERS', { limit, intervalMs }]])

  it('hold for their user', async () => {
    const { budgets, call, times } = setUp()
    budgets.configure('ann', orders(3, 2_000))
    const calls = [ann, ann, ann, ann, bob, bob].map((key) => call(key, 'getOrders'))
    await vi.advanceTimersByTimeAsync(3_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 0, 0, 0, 1_000, 2_000])
  })

  it.each([
    ['wider', orders(2, 500), [0, 0, 500, 500, 1_000, 1_000]],
    ['narrower', orders(1, 3_000), [0, 3_000, 6_000, 9_000, 12_000, 15_000]],
  ] as const)('that get %s count the calls made before', async (_, limits, expected) => {
    const { budgets, call, times } = setUp()
    const before = [call(ann, 'getOrders'), call(ann, 'getOrders')]
    budgets.configure('ann', limits)
    const after = Array.from({ length: 4 }, () => call(ann, 'getOrders'))
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all([...before, ...after])
    expect(times()).toEqual(expected)
  })

  it('are in doubt after a 429', () => {
    const onThrottled = vi.fn()
    const { budgets } = setUp({ onThrottled })
    budgets.pause(ann, 'getQuotes', 1_000)
    expect(onThrottled).toHaveBeenCalledWith(ann)
    budgets.close()
  })
})

describe('a pause', () => {
  it('holds back one route, and what has to wait for longer than it may is refused at once', async () => {
    const { budgets, call, started } = setUp()
    budgets.pause(ann, 'getQuotes', 3_000)
    const waiting = call(ann, 'getQuotes', 'waited')
    expect(await failureOf(call(ann, 'getQuotes', 'hasty', 2_999))).toMatchObject({
      code: 'too_busy',
      params: { seconds: 3 },
    })
    await call(ann, 'getOrders')
    await vi.advanceTimersByTimeAsync(3_000)
    await waiting
    expect(started).toEqual([
      { label: 'getOrders', at: 0 },
      { label: 'waited', at: 3_000 },
    ])
  })

  it('of the host holds back everything', async () => {
    const { budgets, call, times } = setUp()
    budgets.edgeBlocked(1_500)
    budgets.edgeBlocked(500)
    const calls = [call(ann, 'closePosition'), call(bob, 'getQuotes')]
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all(calls)
    expect(times()).toEqual([1_500, 1_500])
  })
})

it('a ceiling for the host holds over all users, the more important call first', async () => {
  const { call, started } = setUp({ maxRps: 2 })
  const calls = [
    call(ann, 'getQuotes', 'ann 1'),
    call(bob, 'getQuotes', 'bob 1'),
    call(ann, 'getHistory', 'history'),
    call(ann, 'getQuotes', 'quotes'),
    call(bob, 'closePosition', 'close'),
  ]
  await vi.advanceTimersByTimeAsync(5_000)
  await Promise.all(calls)
  expect(started).toEqual([
    { label: 'ann 1', at: 0 },
    { label: 'close', at: 100 },
    { label: 'bob 1', at: 1_000 },
    { label: 'quotes', at: 1_100 },
    { label: 'history', at: 2_000 },
  ])
})

it('after close() waiting calls and new ones fail as not sent', async () => {
  const { call, budgets, started } = setUp()
  void call(ann, 'getOrders', 'first')
  const waiting = failureOf(call(ann, 'getOrders', 'second'))
  budgets.close()
  expect(await waiting).toMatchObject({ code: 'upstream_unavailable', delivery: 'not_sent' })
  expect(await failureOf(call(ann, 'getOrders'))).toMatchObject({ delivery: 'not_sent' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(started).toHaveLength(1)
})

describe('with arrivals at random', () => {
  const routes: RouteName[] = ['closePosition', 'modifyPosition', 'closeAllPositions']
  const arrival = fc.record({
    after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 700 })),
    route: fc.constantFrom(...routes),
    deadlineMs: fc.integer({ min: 0, max: 4_000 }),
  })

  it('no window of any length holds more than the limit, no call starts late, none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arrival, { maxLength: 60 }),
        fc.constantFrom(0.5, 0.9, 1),
        async (plan, headroom) => {
          const { call, started, budgets } = setUp({ headroom })
          const epoch = Date.now()
          const outcomes: Promise<unknown>[] = []
          const deadlines = new Map<string, number>()
          for (const [index, { after, route, deadlineMs }] of plan.entries()) {
            await vi.advanceTimersByTimeAsync(after)
            deadlines.set(String(index), Date.now() - epoch + deadlineMs)
            outcomes.push(
              call(ann, route, String(index), deadlineMs).catch((error: { code: string }) => error.code),
            )
          }
          await vi.advanceTimersByTimeAsync(20_000)
          const settled = await Promise.all(outcomes)
          const times = started.map(({ at }) => at)
          expect(densest(times, 1_000 / headroom)).toBeLessThanOrEqual(5)
          for (const { label, at } of started) expect(at).toBeLessThanOrEqual(deadlines.get(label) ?? -1)
          expect(settled.filter((outcome) => outcome !== 'too_busy')).toHaveLength(started.length)
          budgets.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('uses the whole limit while calls are waiting', async () => {
    const { call, times } = setUp({ headroom: 0.9 })
    const calls = Array.from({ length: 150 }, () => call(ann, 'placeOrder'))
    await vi.advanceTimersByTimeAsync(40_000)
    await Promise.all(calls)
    // 150 calls at 5 per 1,112 ms take 29 windows after the first.
    expect(Math.max(...times())).toBe(29 * 1_112)
  })
})

it('a limit in use is never forgotten, however many users come after', async () => {
  const { call, started } = setUp()
  const first = call(ann, 'getOrders', 'first')
  const others = Array.from({ length: 3_000 }, (_, i) => call({ user: `user ${i}` }, 'getQuotes', 'other'))
  const again = call(ann, 'getOrders', 'again')
  await vi.advanceTimersByTimeAsync(1_000)
  await Promise.all([first, again, ...others])
  expect(started.find(({ label }) => label === 'again')?.at).toBe(1_000)
})
