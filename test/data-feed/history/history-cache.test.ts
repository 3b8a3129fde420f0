import { expect, it } from 'vitest'
import type { Bar } from '../../../src/broker/market-data.ts'
import { createHistory } from '../../../src/data-feed/history/history.ts'
import { alwaysOpen } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { createGroups } from '../../../src/data-feed/symbols/groups.ts'
import { createSymbolBook, type SymbolBook } from '../../../src/data-feed/symbols/symbols.ts'
import { aFeedInstrument } from '../../support/samples.ts'

/** What of the answers of /history is kept, and for how long. */

const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 15)
const MOST_BYTES = 32 * 1024 * 1024

const bookOf = () =>
  createSymbolBook([aFeedInstrument({ name: 'EURUSD' })], {
    overrides: {},
    groups: createGroups('acme', []),
    daysOf: () => alwaysOpen,
    warn: () => undefined,
  })

/** Many digits make long answers. */
const bars = Array.from({ length: 4_000 }, (_, n): Bar => {
  const price = 1.234567890123456
  return { time: NOW - (4_500 - n) * MINUTE, open: price, high: price, low: price, close: price, volume: 7 }
})
const urlOf = (n: number) =>
  `/history?symbol=EURUSD&resolution=1&from=${NOW / 1_000 - 300_000 - n}&to=${NOW / 1_000 - 3_600}`

it('answers are kept up to 32 MiB, those that were asked for last', async () => {
  const book = await bookOf()
  const history = createHistory({
    list: { read: async () => book, last: () => book },
    marketData: { bars: async () => bars },
    clock: () => NOW,
  })
  let made = 0
  const urls: string[] = []
  while (made < 1.5 * MOST_BYTES) {
    const url = urlOf(urls.length)
    urls.push(url)
    made += (await history.body(url)).length
  }
  const kept = urls.filter((url) => history.kept(url) !== undefined)
  const bytes = kept.reduce((sum, url) => sum + (history.kept(url)?.length ?? 0), 0)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
  expect(bytes).toBeGreaterThan(0.95 * MOST_BYTES)
  expect(kept).toEqual(urls.slice(-kept.length))
})

it('an answer that was made while the list of symbols changed is not kept', async () => {
  let current: SymbolBook = await bookOf()
  const next = await bookOf()
  let onRead = () => {}
  const history = createHistory({
    list: { read: async () => current, last: () => current },
    marketData: {
      async bars() {
        onRead()
        return bars
      },
    },
    clock: () => NOW,
  })
  onRead = () => {
    current = next
  }
  await history.body(urlOf(1))
  expect(history.kept(urlOf(1))).toBeUndefined()
  await history.body(urlOf(1))
  expect(history.kept(urlOf(1))).toBeDefined()
})
