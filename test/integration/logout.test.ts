import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Panel } from '../support/panel.ts'
import { panelRoutes } from '../support/polling.ts'
import { type Stack, startStack } from '../support/stack.ts'

/** What a logout leaves behind: what was read is kept for the other logins of the user, and for nobody else. */

const ROUTES = panelRoutes('700101', 'EURUSD')

let stack: Stack
let first: Panel
let second: Panel
beforeAll(async () => {
  stack = await startStack()
  first = await stack.panel('anna')
  second = await stack.panel('anna')
  await look(first)
})
afterAll(() => stack.close())

beforeEach(() => stack.simulator.control.resetCounters())

async function look(panel: Panel): Promise<void> {
  for (const { path } of ROUTES) await panel.ok('GET', path)
}

/** What changes rarely, and is therefore kept for long. */
const readAnew = () => {
  const {
    getAllAccounts = 0,
    getConfigUsingGET = 0,
    getInstruments = 0,
  } = stack.simulator.control.counters().requests
  return { getAllAccounts, getConfigUsingGET, getInstruments }
}

it('another login of the user goes on with what was read', async () => {
  await first.ok('POST', '/logout')
  await look(second)
  expect(readAnew()).toEqual({ getAllAccounts: 0, getConfigUsingGET: 0, getInstruments: 0 })
})

it('after the last one it is read anew for whoever comes next', async () => {
  await second.ok('POST', '/logout')
  await look(await stack.panel('anna'))
  expect(readAnew()).toEqual({ getAllAccounts: 1, getConfigUsingGET: 1, getInstruments: 1 })
})
