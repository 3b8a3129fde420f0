import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstrumentList } from '../../../../adapters/tradelocker/instruments/instrument-list.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'

const entry = (changes: Readonly<Record<string, unknown>> = {}) => ({
  tradableInstrumentId: 278,
  id: 315,
  name: 'EURUSD',
  description: 'Euro against US Dollar',
  type: 'FOREX',
  routes: [
    { id: 9912, type: 'TRADE' },
    { id: 452, type: 'INFO' },
  ],
  ...changes,
})
const list = (...instruments: unknown[]) => readInstrumentList({ instruments })

describe('the list of instruments', () => {
  it('is read with the id that every other call uses, and routes by their type', async () => {
    expect(await list(entry())).toEqual([
      {
        id: '278',
        name: 'EURUSD',
        description: 'Euro against US Dollar',
        type: 'FOREX',
        infoRoutes: ['452'],
        tradeRoute: '9912',
        barSource: 'bid',
        hasIntraday: true,
        hasDaily: true,
      },
    ])
  })

  it.each([
    [{ barSource: 'ASK' }, { barSource: 'ask' }],
    [{ barSource: 'TRADE' }, { barSource: 'trade' }],
    [{ barSource: 'BID' }, { barSource: 'bid' }],
    [{ barSource: null }, { barSource: 'bid' }],
    [{ hasIntraday: false }, { hasIntraday: false, hasDaily: true }],
    [{ hasDaily: 'false' }, { hasIntraday: true, hasDaily: false }],
    [
      { hasIntraday: null, hasDaily: true },
      { hasIntraday: true, hasDaily: true },
    ],
  ])('tells of its bars: %j is %j', async (changes, told) => {
    expect(await list(entry(changes))).toMatchObject([told])
  })

  it('of thousands keeps nobody waiting for long', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) => entry({ tradableInstrumentId: n, name: `N${n}` }))
    let turns = 0
    let isRead = false
    const others = async () => {
      for (; !isRead; turns += 1) await nextTurn()
    }
    const taking = others()
    expect(await list(...many)).toHaveLength(5_000)
    isRead = true
    await taking
    // In one piece it takes some 60 ms and more.
    expect(turns).toBeGreaterThanOrEqual(15)
  })

  it('keeps all INFO routes in the order of the list', async () => {
    const routes = [
      { id: '1', type: 'INFO' },
      { id: '2', type: 'TRADE' },
      { id: '3', type: 'INFO' },
    ]
    expect(await list(entry({ routes }))).toMatchObject([{ infoRoutes: ['1', '3'], tradeRoute: '2' }])
  })

  it.each(['EURUSD.PRO', 'DOW+', '#NVDA', 'US 500, cash', 'Öl/Brent'])(
    'keeps the name %s as it is',
    async (name) => {
      expect(await list(entry({ name }))).toMatchObject([{ name }])
    },
  )

  it('describes an instrument by its local name, or its name, where a description is missing', async () => {
    expect(await list(entry({ description: '', localizedName: 'Euro' }))).toMatchObject([
      { description: 'Euro' },
    ])
    expect(await list(entry({ description: null, localizedName: null }))).toMatchObject([
      { description: 'EURUSD' },
    ])
  })

  it.each([
    ['has no name', { name: '' }],
    ['has no id', { tradableInstrumentId: null }],
    ['has an empty id', { tradableInstrumentId: '' }],
    ['has no TRADE route', { routes: [{ id: 452, type: 'INFO' }] }],
    ['has no INFO route', { routes: [{ id: 9912, type: 'TRADE' }] }],
    ['has no routes at all', { routes: null }],
  ])('leaves out what cannot be traded through, and only that: an entry that %s', async (_, changes) => {
    const others = entry({ tradableInstrumentId: 279, name: 'GBPUSD' })
    expect(await list(entry(changes), others, null, 'EURUSD')).toMatchObject([{ name: 'GBPUSD' }])
  })

  it('leaves out a route that cannot be used, not the instrument', async () => {
    const routes = [{ id: null, type: 'INFO' }, { type: 'TRADE' }, 7, ...entry().routes]
    expect(await list(entry({ routes }))).toMatchObject([{ infoRoutes: ['452'], tradeRoute: '9912' }])
  })

  it('gives a name that stands twice to the first', async () => {
    expect(await list(entry(), entry({ tradableInstrumentId: 999 }))).toMatchObject([{ id: '278' }])
  })

  it.each([null, {}, { instruments: null }, []])('cannot be read from %j', async (answer) => {
    await expect(readInstrumentList(answer)).rejects.toThrow('upstream_malformed')
  })

  it('is read, with unique names and usable ids, or refused with a BrokerError', async () => {
    const odd = fc.record({
      tradableInstrumentId: fc.oneof(fc.nat(), fc.jsonValue()),
      name: fc.oneof(fc.constantFrom('A', 'B', '__proto__'), fc.jsonValue()),
      routes: fc.oneof(fc.constant(entry().routes), fc.jsonValue()),
    })
    const answer = fc.oneof(fc.jsonValue(), fc.record({ instruments: fc.array(odd) }))
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        try {
          const read = await readInstrumentList(value)
          expect(new Set(read.map(({ name }) => name)).size).toBe(read.length)
          for (const { id, infoRoutes, tradeRoute } of read) {
            for (const used of [id, tradeRoute, ...infoRoutes]) expect(used).toMatch(/^\d+$/)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BrokerError)
        }
      }),
    )
  })
})
