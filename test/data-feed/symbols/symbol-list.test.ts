import { expect, it } from 'vitest'
import { BrokerError } from '../../../src/broker/errors.ts'
import { alwaysOpen } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { createGroups } from '../../../src/data-feed/symbols/groups.ts'
import { createSymbolList } from '../../../src/data-feed/symbols/symbol-list.ts'
import { createSymbolBook } from '../../../src/data-feed/symbols/symbols.ts'
import { createMemoryMarketData } from '../../support/memory-market-data.ts'
import { aFeedInstrument } from '../../support/samples.ts'

const options = {
  overrides: {},
  groups: createGroups('acme', []),
  daysOf: () => alwaysOpen,
  warn: () => undefined,
}

const setUp = () => {
  const market = createMemoryMarketData([aFeedInstrument({ name: 'EURUSD' })])
  return { market, list: createSymbolList(market, (instruments) => createSymbolBook(instruments, options)) }
}

it('is the same while the broker has nothing new, and another as soon as it has', async () => {
  const { market, list } = setUp()
  const first = await list.read()
  expect(await list.read()).toBe(first)
  market.list = [aFeedInstrument({ name: 'GBPUSD' })]
  expect((await list.read()).all.map(({ id }) => id)).toEqual(['GBPUSD'])
})

it('is an error until there has been one, and from then on the last one', async () => {
  const { market, list } = setUp()
  market.failure = new BrokerError('catalogue_loading')
  await expect(list.read()).rejects.toMatchObject({ code: 'catalogue_loading' })
  expect(list.last()).toBeUndefined()
  market.failure = undefined
  const book = await list.read()
  market.failure = new BrokerError('data_feed_unavailable')
  expect(await list.read()).toBe(book)
  expect(list.last()).toBe(book)
})

it('is made again from the same instruments where making it failed', async () => {
  const market = createMemoryMarketData([aFeedInstrument({ name: 'EURUSD' })])
  let failures = 1
  const list = createSymbolList(market, (instruments) => {
    failures -= 1
    return failures < 0 ? createSymbolBook(instruments, options) : Promise.reject(new Error('no'))
  })
  await expect(list.read()).rejects.toThrow('no')
  expect((await list.read()).all.map(({ id }) => id)).toEqual(['EURUSD'])
})

it('is never the one before again, however long that took to make', async () => {
  const market = createMemoryMarketData([aFeedInstrument({ name: 'EURUSD' })])
  const ready = Promise.withResolvers<void>()
  const list = createSymbolList(market, async (instruments) => {
    if (instruments[0]?.name === 'EURUSD') await ready.promise
    return createSymbolBook(instruments, options)
  })
  const early = list.read()
  market.list = [aFeedInstrument({ name: 'GBPUSD' })]
  const later = await list.read()
  ready.resolve()
  expect(await early).toBe(later)
  expect(list.last()).toBe(later)
})
