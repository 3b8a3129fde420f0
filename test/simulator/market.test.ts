import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Resolution, resolutions } from '../../simulator/bars.ts'
import { type Instrument, instruments } from '../../simulator/instruments.ts'
import { createMarket } from '../../simulator/market.ts'
import { DAY, FIRST_DAY, MINUTE } from '../../simulator/prices.ts'
import { noon } from './client.ts'

/** A market whose time stands still. */
function marketAt(now: number, { seed = 1, enforceSessions = false } = {}) {
  const clock = { now: () => now, advance: () => now }
  return createMarket(seed, clock, enforceSessions)
}

const anInstrument = fc.constantFrom(...instruments)
const anInstant = fc.integer({ min: noon - 400 * DAY, max: noon + 400 * DAY })

function sourceOf(instrument: Instrument) {
  return instrument.barSource ?? 'BID'
}

describe('prices', () => {
  it('depend on seed, instrument and time only', () => {
    fc.assert(
      fc.property(anInstrument, anInstant, fc.nat(1000), (instrument, now, seed) => {
        const [one, other] = [marketAt(now, { seed }), marketAt(now, { seed })]
        expect(one.quote(instrument)).toEqual(other.quote(instrument))
        expect(one.depth(instrument)).toEqual(other.depth(instrument))
      }),
      { numRuns: 50 },
    )
  })

  it('lie on the tick grid, the ask above the bid', () => {
    fc.assert(
      fc.property(anInstrument, anInstant, (instrument, now) => {
        const { bid, ask } = marketAt(now).quote(instrument)
        expect(instrument.grid.isOnGrid(bid) && instrument.grid.isOnGrid(ask)).toBe(true)
        expect(ask).toBeGreaterThan(bid)
        expect(bid).toBeGreaterThan(instrument.referencePrice / 3)
        expect(bid).toBeLessThan(instrument.referencePrice * 3)
      }),
    )
  })

  it('of the depth begin with the quote and go outwards', () => {
    fc.assert(
      fc.property(anInstrument, anInstant, (instrument, now) => {
        const market = marketAt(now)
        const { asks, bids } = market.depth(instrument)
        expect([asks[0]?.[0], bids[0]?.[0]]).toEqual([
          market.quote(instrument).ask,
          market.quote(instrument).bid,
        ])
        const prices = asks.map(([price]) => price)
        expect(prices).toEqual([...new Set(prices)].sort((left, right) => left - right))
      }),
    )
  })

  it('of a cross agree with the pairs it is made of', () => {
    const market = marketAt(noon)
    const middle = (name: string) => {
      const pair = instruments.find((one) => one.name === name)
      const { bid, ask } = market.quote(pair as Instrument)
      return (bid + ask) / 2
    }
    expect(middle('EURGBP') / (middle('EURUSD') / middle('GBPUSD'))).toBeCloseTo(1, 1)
    expect(middle('EURJPY') / (middle('EURUSD') * middle('USDJPY'))).toBeCloseTo(1, 1)
  })
})

describe('bars', () => {
  it('end at the price of the moment', () => {
    fc.assert(
      fc.property(
        anInstrument,
        anInstant,
        fc.constantFrom<Resolution>('1m', '15m', '4H', '1D', '1W', '1M'),
        (instrument, now, resolution) => {
          const market = marketAt(now)
          const from = now - 2 * resolutions[resolution]
          const { bid, ask } = market.quote(instrument)
          expect(market.bars(instrument, resolution, from, now, 'BID').at(-1)?.close).toBe(bid)
          expect(market.bars(instrument, resolution, from, now, 'ASK').at(-1)?.close).toBe(ask)
        },
      ),
    )
  })

  it('of every resolution are the aggregates of their minutes', () => {
    fc.assert(
      fc.property(
        anInstrument,
        anInstant,
        fc.constantFrom<Resolution>('5m', '30m', '1H', '4H', '1D'),
        (instrument, now, resolution) => {
          const market = marketAt(now)
          const bars = market.bars(
            instrument,
            resolution,
            now - 2 * resolutions[resolution],
            now,
            sourceOf(instrument),
          )
          for (const bar of bars) {
            const end = bar.time + resolutions[resolution] - 1
            const minutes = market.bars(instrument, '1m', bar.time, end, sourceOf(instrument))
            expect(bar.open).toBe(minutes[0]?.open)
            expect(bar.close).toBe(minutes.at(-1)?.close)
            expect(bar.high).toBe(Math.max(...minutes.map((minute) => minute.high)))
            expect(bar.low).toBe(Math.min(...minutes.map((minute) => minute.low)))
            expect(bar.volume).toBe(minutes.reduce((sum, minute) => sum + minute.volume, 0))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('open within the range, ascending, none in the future', () => {
    fc.assert(
      fc.property(
        anInstrument,
        anInstant,
        fc.nat(3000),
        fc.integer({ min: -500, max: 500 }),
        (instrument, now, back, ahead) => {
          const [from, to] = [now - back * MINUTE, now + ahead * MINUTE]
          const times = marketAt(now)
            .bars(instrument, '5m', from, to, 'BID')
            .map((bar) => bar.time)
          expect(times).toEqual(times.toSorted((left, right) => left - right))
          expect(times.every((time) => time >= from && time <= Math.min(to, now))).toBe(true)
        },
      ),
    )
  })

  it('begin with the first simulated day', () => {
    const [first] = marketAt(noon).bars(instruments[0] as Instrument, '1M', 0, noon, 'BID')
    expect(first?.time).toBe(FIRST_DAY)
  })
})

describe('a price set by hand', () => {
  const [instrument] = instruments as readonly [Instrument, ...Instrument[]]

  it('is the quote and the end of every bar until it is released', () => {
    let now = noon
    const market = createMarket(1, { now: () => now, advance: () => now }, false)
    const before = market.quote(instrument)
    market.hold(instrument, 2)
    now += 90 * MINUTE
    expect(market.quote(instrument).bid).toBe(2)
    const [bar] = market.bars(instrument, '1D', noon - DAY / 2, now, 'BID')
    expect(bar).toMatchObject({ high: 2, close: 2 })
    expect(market.bars(instrument, '1m', noon + MINUTE, now, 'BID').every(({ low }) => low === 2)).toBe(true)

    market.release(instrument)
    now += MINUTE
    expect(market.quote(instrument)).toEqual(marketAt(now).quote(instrument))
    expect(market.bars(instrument, '1m', noon - MINUTE, noon - 1, 'BID')[0]?.close).toBeCloseTo(before.bid, 2)
    const [day] = market.bars(instrument, '1D', noon - DAY / 2, now, 'BID')
    expect(day?.high).toBe(2)
    expect(day?.close).toBe(market.quote(instrument).bid)
  })

  it('falls on the nearest price of the grid', () => {
    const market = marketAt(noon)
    market.hold(instrument, 1.1000049)
    expect(market.quote(instrument).bid).toBe(1.1)
  })
})

describe('enforced sessions', () => {
  const byName = (name: string) => instruments.find((one) => one.name === name) as Instrument
  const saturday = Date.UTC(2026, 2, 14, 12)

  it('close forex at the weekend, stocks at night, and crypto never', () => {
    const market = marketAt(saturday, { enforceSessions: true })
    expect(market.state(byName('EURUSD'))).toBe('closed')
    expect(market.state(byName('BTCUSD'))).toBe('open')
    const midnight = marketAt(Date.UTC(2026, 2, 11, 3), { enforceSessions: true })
    expect(midnight.state(byName('AAPL'))).toBe('closed')
    expect(midnight.state(byName('EURUSD'))).toBe('open')
    expect(midnight.state(byName('0700.HK'))).toBe('open')
  })

  it('close on holidays and in the daily break', () => {
    const christmas = marketAt(Date.UTC(2026, 11, 25, 16), { enforceSessions: true })
    expect(christmas.state(byName('EURUSD'))).toBe('closed')
    // 17:30 in New York, before and after the change to summer time.
    for (const instant of [Date.UTC(2026, 2, 4, 22, 30), Date.UTC(2026, 2, 11, 21, 30)])
      expect(marketAt(instant, { enforceSessions: true }).state(byName('US500'))).toBe('closed')
  })

  it('leave no bars at the weekend and keep the last price of Friday', () => {
    const market = marketAt(saturday, { enforceSessions: true })
    const fridayClose = Date.UTC(2026, 2, 13, 21)
    expect(market.bars(byName('EURUSD'), '1m', fridayClose, saturday, 'BID')).toEqual([])
    const bars = market.bars(byName('EURUSD'), '1m', fridayClose - 10 * MINUTE, saturday, 'BID')
    expect(bars).toHaveLength(10)
    expect(bars.at(-1)?.close).toBe(market.quote(byName('EURUSD')).bid)
    const [friday] = market.bars(byName('EURUSD'), '1D', Date.UTC(2026, 2, 13), saturday, 'BID')
    expect(friday?.close).toBe(bars.at(-1)?.close)
  })
})
