import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Budgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { failureOf } from '../transport/loopback.ts'
import { ann, bob, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

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

  it.each([
    { limit: 'one limit', maxRps: undefined, first: 'modifyPosition', waits: 'closePosition' },
    { limit: 'the ceiling', maxRps: 1, first: 'getQuotes', waits: 'closePosition' },
  ] as const)(
    'of $limit lets nobody overtake who waits, also while a busy process is late',
    async (given) => {
      let lateMs = 0
      const { budgets, call, started } = setUp({
        maxRps: given.maxRps,
        elapsed: () => performance.now() + lateMs,
      })
      budgets.configure(ann, new Map([['MODIFY_POSITION', { limit: 1, intervalMs: 1_000 }]]))
      const calls = [call(ann, given.first), call(ann, given.waits)]
      await calls[0]
      // Its turn has come, but no timer has been looked at yet.
      lateMs = 1_500
      calls.push(call(ann, given.first))
      await vi.advanceTimersByTimeAsync(5_000)
      await Promise.all(calls)
      expect(started.map(({ label }) => label)).toEqual([given.first, given.waits, given.first])
    },
  )

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

  it('refuses at once what cannot wait until one may be had, also what waits already', async () => {
    const answers = [5_000]
    const { call, refused, times } = setUp({ permit: async () => answers.shift() ?? 0 })
    const [hasty, patient] = [4_999, 6_000].map((ms) => call(ann, 'getOrders', 'early', ms))
    const waiting = Promise.allSettled([hasty, patient])
    await vi.advanceTimersByTimeAsync(0)
    expect(refused).toHaveLength(1)
    const late = failureOf(call(ann, 'getOrders', 'late', 5_999))
    await vi.advanceTimersByTimeAsync(0)
    expect(refused).toHaveLength(2)
    // After the turn of who is patient.
    expect(await late).toMatchObject({ code: 'too_busy', delivery: 'not_sent', params: { seconds: 6 } })
    await vi.advanceTimersByTimeAsync(5_000)
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(times()).toEqual([5_000])
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

  it('that lasts longer already is not ended by a shorter one', async () => {
    const { budgets, call, times } = setUp()
    budgets.pause(ann, 'getQuotes', 3_000)
    budgets.pause(ann, 'getQuotes', 1_000)
    const waiting = call(ann, 'getQuotes')
    await vi.advanceTimersByTimeAsync(3_000)
    await waiting
    expect(times()).toEqual([3_000])
  })

  it('that is over lets one call go ahead of the others, which cost nothing when it is refused as well', async () => {
    const { budgets } = setUp()
    const from = performance.now()
    const times: number[] = []
    let refusals = 2
    const poll = async () => {
      times.push(performance.now() - from)
      await new Promise((answered) => setTimeout(answered, 100))
      if (refusals > 0) budgets.pause(ann, 'getQuotes', 500)
      refusals -= 1
    }
    budgets.pause(ann, 'getQuotes', 1_000)
    const polls = Array.from({ length: 5 }, () => budgets.run(ann, 'getQuotes', poll, { deadlineMs: 60_000 }))
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all(polls)
    expect(times).toEqual([1_000, 1_600, 2_200, 2_300, 2_300])
  })

  it('that is over lets the others wait no longer than a second for the answer of the first', async () => {
    const { budgets, times, call } = setUp()
    const answer = Promise.withResolvers<void>()
    budgets.pause(ann, 'getQuotes', 1_000)
    const hangs = budgets.run(ann, 'getQuotes', () => answer.promise, { deadlineMs: 60_000 })
    const others = [call(ann, 'getQuotes'), call(ann, 'getQuotes')]
    await vi.advanceTimersByTimeAsync(1_500)
    others.push(call(ann, 'getQuotes'))
    await vi.advanceTimersByTimeAsync(1_500)
    expect(times()).toEqual([2_000, 2_000, 2_000])
    answer.resolve()
    await Promise.all([hangs, ...others])
  })

  it.each([
    ['of its route', (budgets: Budgets) => budgets.pause(ann, 'getQuotes', 1_000)],
    ['of the host', (budgets: Budgets) => budgets.edgeBlocked(1_000)],
  ])('%s that begins while replicas are asked for a call holds it back', async (_, pause) => {
    const asked = Promise.withResolvers<number>()
    const { budgets, call, times } = setUp({ permit: () => asked.promise })
    const waiting = call(ann, 'getQuotes')
    pause(budgets)
    asked.resolve(0)
    await vi.advanceTimersByTimeAsync(1_000)
    await waiting
    expect(times()).toEqual([1_000])
  })

  it.each([
    // After the turn of who is patient.
    ['of its route', 11, (budgets: Budgets) => budgets.pause(ann, 'getOrders', 10_000)],
    ['of the host', 10, (budgets: Budgets) => budgets.edgeBlocked(10_000)],
  ])('%s refuses what waits already at once, where it cannot wait for the end', async (_, seconds, pause) => {
    const { budgets, call, times, refused } = setUp()
    const [first, impatient, patient] = [5_000, 5_000, 20_000].map((ms) => call(ann, 'getOrders', 'poll', ms))
    await vi.advanceTimersByTimeAsync(100)
    pause(budgets)
    await expect(impatient).rejects.toMatchObject({
      code: 'too_busy',
      delivery: 'not_sent',
      params: { seconds },
    })
    expect(refused).toEqual(['getOrders'])
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all([first, patient])
    expect(times()).toEqual([0, 10_100])
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

it('a limit in use is never forgotten, however many users come after', async () => {
  const { call, started } = setUp()
  const first = call(ann, 'getOrders', 'first')
  const others = Array.from({ length: 3_000 }, (_, i) => call({ user: `user ${i}` }, 'getQuotes', 'other'))
  const again = call(ann, 'getOrders', 'again')
  await vi.advanceTimersByTimeAsync(1_000)
  await Promise.all([first, again, ...others])
  expect(started.find(({ label }) => label === 'again')?.at).toBe(1_000)
})
