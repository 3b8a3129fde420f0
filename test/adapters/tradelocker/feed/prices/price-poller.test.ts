import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMarketHours } from '../../../../../adapters/tradelocker/feed/prices/market-hours.ts'
import {
  createPricePoller,
  type PricePoller,
} from '../../../../../adapters/tradelocker/feed/prices/price-poller.ts'
import { createInfoRoutes } from '../../../../../adapters/tradelocker/instruments/info-routes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  poller.close()
  vi.useRealTimers()
})

let poller: PricePoller
let looks = 0
const ages: object[] = []

function start(): PricePoller {
  looks = 0
  ages.splice(0)
  poller = createPricePoller({
    async list() {
      looks += 1
      return []
    },
    services: { accounts: () => [] },
    instruments: { index: () => Promise.reject(new Error('there is no account')) },
    infoRoutes: createInfoRoutes(),
    budgets: { paceOf: () => ({ limit: 1, intervalMs: 1_000 }) },
    events: { priceAges: (event) => void ages.push(event) },
    log: { info() {}, warn() {}, error() {} },
    clock: Date.now,
  })
  return poller
}

/** How often it looks at what there is to read, within some seconds. */
async function looksWithin(seconds: number): Promise<number> {
  const before = looks
  await vi.advanceTimersByTimeAsync(seconds * 1_000)
  return looks - before
}

describe('the poller', () => {
  it('works only while somebody listens, and ten seconds longer', async () => {
    const { prices } = start()
    expect(await looksWithin(30)).toBe(0)
    const stop = prices.listen(
      () => undefined,
      () => true,
    )
    expect(await looksWithin(10)).toBe(10)
    stop()
    expect(await looksWithin(9)).toBe(9)
    expect(await looksWithin(60)).toBeLessThanOrEqual(1)
    expect(ages.at(-1)).toEqual({ medianMs: 0, worstMs: 0 })
  })

  it('goes on without a break for whoever is back in time, and anew for whoever is late', async () => {
    const { prices } = start()
    const stop = prices.listen(
      () => undefined,
      () => true,
    )
    stop()
    stop()
    await looksWithin(5)
    const stopAgain = prices.listen(
      () => undefined,
      () => true,
    )
    expect(await looksWithin(30)).toBe(30)
    stopAgain()
    await looksWithin(30)
    prices.listen(
      () => undefined,
      () => true,
    )
    expect(await looksWithin(10)).toBeGreaterThanOrEqual(10)
  })

  it('works as long as one of several listens', async () => {
    const { prices } = start()
    const stop = prices.listen(
      () => undefined,
      () => true,
    )
    prices.listen(
      () => undefined,
      () => true,
    )
    stop()
    expect(await looksWithin(60)).toBeGreaterThanOrEqual(59)
  })
})

describe('the hours of a market', () => {
  const stateOf = createMarketHours()
  const nineToFive = {
    timeZone: 'Europe/Berlin',
    stretches: [1, 2, 3, 4, 5].map((day) => ({ from: day * 1_440 + 540, to: day * 1_440 + 1_020 })),
    holidays: new Set(['2026-01-06']),
  }

  it.each([
    ['in the session', '2026-01-05T12:00:00Z', 'open'],
    ['a minute before', '2026-01-05T07:59:59Z', 'edge'],
    ['an hour before', '2026-01-05T07:00:00Z', 'edge'],
    ['earlier', '2026-01-05T06:59:00Z', 'closed'],
    ['from its first minute', '2026-01-05T08:00:00Z', 'open'],
    ['after it', '2026-01-05T16:00:00Z', 'edge'],
    ['an hour after it', '2026-01-05T17:00:00Z', 'closed'],
    ['on a holiday', '2026-01-06T12:00:00Z', 'closed'],
    ['on a Sunday', '2026-01-04T12:00:00Z', 'closed'],
  ])('are known %s', (_when, at, expected) => {
    poller = start()
    expect(stateOf(nineToFive, Date.parse(at))).toBe(expected)
  })

  /** Sunday 18:00 to Friday 17:00 in New York, with a break from 17:00 to 18:00. */
  const overnight = {
    timeZone: 'America/New_York',
    stretches: [0, 1, 2, 3, 4].map((day) => ({ from: day * 1_440 + 1_080, to: (day + 1) * 1_440 + 1_020 })),
    holidays: new Set(['2026-01-19', '2026-12-25']),
  }

  it.each([
    ['on the morning of a holiday', '2026-01-19T15:00:00Z', 'closed'],
    ['on its evening, when the next day has begun', '2026-01-19T23:30:00Z', 'open'],
    ['on its evening before the weekend', '2026-12-25T23:30:00Z', 'closed'],
  ])('that trade overnight are known %s', (_when, at, expected) => {
    poller = start()
    expect(stateOf(overnight, Date.parse(at))).toBe(expected)
  })

  it('that nobody knows keep no price away', () => {
    poller = start()
    expect(stateOf(undefined, 0)).toBe('open')
  })
})
