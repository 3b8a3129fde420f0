import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ann, bob, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a read that an order waits for', () => {
  const urgent = { urgent: AbortSignal.abort() }

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
    const raised = call(ann, 'getOrders', 'raised', 60_000, { urgent: haste.signal })
    await vi.advanceTimersByTimeAsync(500)
    haste.abort()
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all([first, second, raised])
    expect(started.map(({ label }) => label)).toEqual(['first', 'raised', 'second'])
  })

  it('is raised before others at the ceiling as well', async () => {
    const { call, started } = setUp({ maxRps: 1 })
    const haste = new AbortController()
    // State is more important than quotes, as long as nobody waits for these.
    const polls = ['first', 'second', 'third'].map((label) => call({ user: label }, 'getState', label))
    const raised = call(ann, 'getQuotes', 'raised', 60_000, { urgent: haste.signal })
    await vi.advanceTimersByTimeAsync(500)
    haste.abort()
    await vi.advanceTimersByTimeAsync(4_000)
    await Promise.all([...polls, raised])
    expect(started.map(({ label }) => label).slice(0, 2)).toEqual(['first', 'raised'])
  })

  it('asks other replicas once more when it came while they were asked for a poll', async () => {
    const forPoll = Promise.withResolvers<number>()
    const permit = (_: string, __: object, isUrgent: boolean) =>
      isUrgent ? Promise.resolve(0) : forPoll.promise
    const { call, times } = setUp({ permit })
    void call(ann, 'getOrders', 'poll').catch(() => undefined)
    const lookUp = call(ann, 'getOrders', 'look-up', 10_000, urgent)
    forPoll.resolve(5_000)
    await vi.advanceTimersByTimeAsync(10)
    await lookUp
    expect(times()).toEqual([0])
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

describe('the first read after a change', () => {
  const first = { afterChange: true }
  const crowd = (count: number) => Array.from({ length: count }, (_, i) => ({ user: `user ${i}` }))
  /** What is still waiting at the end of a test is of no interest. */
  const left = () => undefined

  it('goes before the polls of others who share its limit, after what users do', async () => {
    const { call, started, budgets } = setUp({ scope: 'gateway' })
    for (const user of crowd(30)) call(user, 'getOrders', 'poll').catch(left)
    await vi.advanceTimersByTimeAsync(3_500)
    const before = started.length
    void call(ann, 'getOrders', 'changed', 10_000, first)
    void call(bob, 'getOrders', 'look-up', 10_000, { urgent: AbortSignal.abort() })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(started.slice(before).map(({ label }) => label)).toEqual(['look-up', 'changed', 'poll'])
    budgets.close()
  })

  it.each(['getOrders', 'getState', 'getOrdersHistory'] as const)(
    '(%s) goes before reads of every kind at the ceiling, whoever has had the last turn',
    async (route) => {
      const { call, started, budgets } = setUp({ maxRps: 10 })
      const kinds = ['getPositions', 'getQuotes', 'getHistory'] as const
      for (const user of crowd(25)) for (const kind of kinds) call(user, kind, 'poll').catch(left)
      const next: unknown[] = []
      for (let i = 0; i < 7; i += 1) {
        await vi.advanceTimersByTimeAsync(110 + 100 * i)
        const before = started.length
        void call({ user: `trader ${i}` }, route, 'changed', 10_000, first)
        await vi.advanceTimersByTimeAsync(500)
        next.push(started[before]?.label)
      }
      expect(next).toEqual(next.map(() => 'changed'))
      budgets.close()
    },
  )

  it('is not refused while the queue is full of polls', async () => {
    const { call, budgets } = setUp({ scope: 'gateway' })
    const hour = 3_600_000
    for (const user of crowd(201)) call(user, 'getOrders', 'poll', hour).catch(left)
    const changed = call(ann, 'getOrders', 'changed', 10_000, first)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await changed).toBe('changed')
    budgets.close()
  })

  it('leaves others their part, however many trade', async () => {
    const { call, started, budgets } = setUp({ scope: 'gateway' })
    const minute = 60_000
    for (const user of crowd(20)) {
      call(user, 'getOrders', 'poll', minute).catch(left)
      call(user, 'getOrders', 'changed', minute, first).catch(left)
    }
    await vi.advanceTimersByTimeAsync(14_000)
    const polls = started.filter(({ label }) => label === 'poll')
    expect([started.length, polls.length]).toEqual([15, 5])
    budgets.close()
  })
})
