import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

/** Read your writes: what the panel polls next after a change shows it, however young what was read before is. */

const ACCOUNT = '/accounts/700101'
const EXECUTIONS = `${ACCOUNT}/executions?instrument=EURUSD`

let stack: Stack
let panel: Panel

beforeAll(async () => {
  stack = await startStack()
  panel = await stack.panel('anna')
})
afterAll(() => stack.close())

const buy = () =>
  panel.ok('POST', `${ACCOUNT}/orders?requestId=${crypto.randomUUID().slice(0, 10)}`, {
    instrument: 'EURUSD',
    side: 'buy',
    type: 'market',
    qty: 0.1,
  })

const positionIds = async (): Promise<string[]> =>
  (await panel.ok('GET', `${ACCOUNT}/positions`)).map(({ id }: { id: string }) => id)

describe('the first poll after an order was placed', () => {
  it('shows the money it takes', async () => {
    const before = await panel.ok('GET', `${ACCOUNT}/state`)
    await buy()
    const after = await panel.ok('GET', `${ACCOUNT}/state`)
    expect(after.marginAvailable).toBeLessThan(before.marginAvailable)
  })

  it('shows its fill', async () => {
    const before = await panel.ok('GET', EXECUTIONS)
    await buy()
    expect(await panel.ok('GET', EXECUTIONS)).toHaveLength(before.length + 1)
  })
})

describe('the first poll after a position was closed, which the broker does a little later', () => {
  it.each([
    ['money', `${ACCOUNT}/state`, 'getState'],
    ['fills', EXECUTIONS, 'getExecutions'],
  ] as const)('reads %s anew', async (_, address, operation) => {
    const known = new Set(await positionIds())
    await buy()
    const opened = (await positionIds()).find((id) => !known.has(id))
    const readings = () => stack.simulator.control.counters().requests[operation] ?? 0
    await panel.ok('GET', address)
    const before = readings()
    await panel.ok('DELETE', `${ACCOUNT}/positions/${opened}`)
    expect(readings()).toBe(before)
    await panel.ok('GET', address)
    expect(readings()).toBe(before + 1)
  })
})
