import { expect, it } from 'vitest'
import { BrokerError } from '../../../src/broker/errors.ts'
import { createGroups } from '../../../src/data-feed/symbols/groups.ts'
import { createSymbolList } from '../../../src/data-feed/symbols/symbol-list.ts'
import { createSymbolBook } from '../../../src/data-feed/symbols/symbols.ts'
import { createMemoryMarketData } from '../../support/memory-market-data.ts'
import { aFeedInstrument } from '../../support/samples.ts'

const setUp = () => {
  const market = createMemoryMarketData([aFeedInstrument({ name: 'EURUSD' })])
  const options = { overrides: {}, groups: createGroups('acme', []), warn: () => undefined }
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
