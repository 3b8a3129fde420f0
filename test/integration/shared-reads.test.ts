import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let panel: Panel
beforeAll(async () => {
  stack = await startStack()
  panel = await stack.panel('anna')
})
afterAll(() => stack.close())

it('who goes away while a shared read is under way cancels it for nobody', async () => {
  const path = '/accounts/700101/state'
  await panel.ok('GET', '/accounts')
  const { control } = stack.simulator
  control.addFault({ operation: 'getState', kind: 'latency', ms: 700 })
  const gone = new AbortController()
  const headers = { Authorization: `Bearer ${panel.token}` }
  // The first one's request begins the read.
  const first = fetch(`${stack.gateway.origin}${path}?locale=en`, { headers, signal: gone.signal })
  await eventually(
    async () => control.counters().requests.getState,
    (reads) => expect(reads).toBe(1),
  )
  const second = panel.ok('GET', path)
  gone.abort()
  await expect(first).rejects.toThrow('aborted')
  expect(await second).toHaveProperty('balance')
  expect(control.counters().requests.getState).toBe(1)
})
