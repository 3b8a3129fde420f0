import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { startStopwatch } from '../support/stopwatch.ts'

/** TradingView reads /instruments once per login, while TradeLocker tells the details of about two a second. */

let stack: Stack
afterEach(() => stack.close())

const SERVICE_ACCOUNT = {
  DATA_FEED_EMAIL: 'feed@example.com',
  DATA_FEED_PASSWORD: 'demo-password',
  DATA_FEED_SERVER: 'SIM-DEMO',
}

const readiness = async () =>
  (await (await fetch(`${stack.admin.origin}/readyz`)).json()) as { broker?: object }
const detailCalls = () => stack.simulator.control.counters().requests.getInstrumentDetails ?? 0

describe('the instrument catalogue', () => {
  it('is warmed by the service account from start, and /readyz tells how far it is', async () => {
    stack = await startStack({ rateLimits: 100 }, SERVICE_ACCOUNT)
    await eventually(readiness, (answer) => expect(JSON.stringify(answer)).toContain('"loaded"'))
    const calls = detailCalls()
    const anna = await stack.panel('anna')
    const list = await anna.ok('GET', '/accounts/700101/instruments')
    expect(list.length).toBeGreaterThanOrEqual(60)
    expect(detailCalls()).toBe(calls)
    const metrics = await (await fetch(`${stack.admin.origin}/metrics`)).text()
    expect(metrics).toMatch(/missing[^\n]* 0\n/)
  })

  it('is shared by the users of a server, whose route ids may differ', async () => {
    stack = await startStack()
    const anna = await stack.panel('anna')
    await anna.ok('GET', '/accounts/700101/instruments')
    const calls = detailCalls()
    const ben = await stack.panel('ben')
    const list = await ben.ok('GET', '/accounts/700201/instruments')
    expect(list.length).toBeGreaterThanOrEqual(60)
    expect(detailCalls()).toBe(calls)
  })

  it('serves an early login what is complete after a bounded time, and nothing incomplete', async () => {
    stack = await startStack({ rateLimits: 'published' })
    const anna = await stack.panel('anna')
    const elapsed = startStopwatch()
    const early: { pipValue: number; minTick: number }[] = await anna.ok(
      'GET',
      '/accounts/700101/instruments',
    )
    expect(elapsed()).toBeLessThan(12_000)
    expect(early.length).toBeGreaterThan(5)
    expect(early.length).toBeLessThan(60)
    for (const item of early) expect(item.pipValue * item.minTick).toBeGreaterThan(0)
    expect(stack.logs.text()).toMatch(/before all instruments were loaded.*"missing":[1-9]/)
    expect(stack.simulator.control.counters().rateLimitViolations).toEqual({})
  })

  it('keeps trying when the service account cannot log in, and says so', async () => {
    stack = await startStack({ rateLimits: 100 }, { ...SERVICE_ACCOUNT, DATA_FEED_PASSWORD: 'wrong' })
    await eventually(
      async () => stack.logs.text(),
      (text) => expect(text).toMatch(/catalogue could not be loaded/),
    )
    // Traders are served all the same.
    const anna = await stack.panel('anna')
    expect((await anna.ok('GET', '/accounts/700101/instruments')).length).toBeGreaterThanOrEqual(60)
  })
})
