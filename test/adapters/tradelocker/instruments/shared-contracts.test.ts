import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCatalogue } from '../../../../adapters/tradelocker/instruments/catalogue.ts'
import { createSharedContracts } from '../../../../adapters/tradelocker/instruments/shared-contracts.ts'
import type { SharedStore } from '../../../../src/broker/shared-store.ts'
import { eventually } from '../../../support/eventually.ts'
import { contract, listedInstrument } from '../../../support/records.ts'
import { type SharedStores, startSharedStores } from '../../../support/shared-stores.ts'

const list = ['EURUSD', 'GBPUSD', 'US 30'].map((name, i) => listedInstrument({ id: `${i}`, name }))

let stores: SharedStores
let reads: string[]
beforeEach(async () => {
  stores = await startSharedStores()
  reads = []
})
afterEach(() => stores.close())

const replica = (store: SharedStore) => createCatalogue(() => {}, createSharedContracts(store, Date.now))

/** The broker's answer; what it lacks of 'US 30' makes that one incomplete. */
async function read({ name }: { name: string }) {
  reads.push(name)
  if (name === 'US 30') return undefined
  return { contract: contract({ name }), leverage: 30, symbolStatus: undefined, tradeSessionId: '7' }
}

it('a new replica reads nothing that another one has read, except what the broker has yet to put right', async () => {
  const first = replica(stores.one)
  await first.warm('OSP', list, read)
  expect(reads).toHaveLength(3)
  await eventually(
    async () => createSharedContracts(stores.other, Date.now).find('OSP', '1'),
    (found) => expect(found?.freshMs).toBeGreaterThan(0),
  )
  const second = replica(stores.other)
  await second.warm('OSP', list, read)
  expect(reads).toHaveLength(4)
  expect(second.contract('OSP', '0')).toEqual(first.contract('OSP', '0'))
  expect(second.tradeSessionId('OSP', '1')).toBe('7')
  expect(second.progress('OSP', list)).toEqual({ complete: 2, incomplete: 1, missing: 0 })
})

it('reads what another server calls by the same id', async () => {
  await replica(stores.one).warm('OSP', list, read)
  await replica(stores.other).warm('OTHER', list, read)
  expect(reads).toHaveLength(6)
})

it('reads by itself without Redis', async () => {
  await stores.server.kill()
  await stores.areConnected(false)
  const alone = replica(stores.one)
  await alone.warm('OSP', list, read)
  expect(alone.progress('OSP', list)).toMatchObject({ complete: 2 })
})
