import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instrument, TickBand } from '../../src/broker/instrument.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderInstrument, renderTickBands } from '../../src/tradingview/instruments.ts'
import { plain } from '../../src/tradingview/numbers.ts'
import { instrument, tickBands } from '../support/arbitraries.ts'
import { anInstrument } from '../support/samples.ts'

describe('an instrument', () => {
  it('is described in lots, ticks and pips', () => {
    expect(renderInstrument(anInstrument({ pipValue: 0.0001 * 1.09234 }), 'lots')).toEqual({
      name: 'EURUSD.R',
      description: 'Euro against US Dollar',
      minQty: 0.01,
      maxQty: 50,
      qtyStep: 0.01,
      lotSize: 100_000,
      pipSize: 0.0001,
      pipValue: 0.000109234,
      minTick: 0.00001,
      type: 'forex',
      units: 'lots',
    })
  })

  it('has no largest quantity when the broker sets none', () => {
    expect(renderInstrument(anInstrument({ maxLot: undefined }), 'lots')).not.toHaveProperty('maxQty')
  })

  it.each<[Instrument['kind'], Instrument['wrapper'], string, string | undefined]>([
    ['forex', undefined, 'forex', undefined],
    ['forex', 'cfd', 'forex', 'cfd'],
    ['stock', 'cfd', 'stock', 'cfd'],
    ['etf', undefined, 'stock', undefined],
    ['index', 'spreadbet', 'index', 'spreadbet'],
    ['commodity', 'cfd', 'commodity', 'cfd'],
    ['crypto', undefined, 'spot', 'crypto'],
    ['crypto', 'cfd', 'spot', 'crypto,cfd'],
    ['futures', undefined, 'futures', undefined],
    ['option', undefined, 'structured', undefined],
    ['other', 'cfd', 'structured', 'cfd'],
  ])('of kind %s wrapped as %s is a %s with typespecs %s', (kind, wrapper, type, typespecs) => {
    const rendered = renderInstrument(anInstrument({ kind, wrapper }), 'lots')
    expect(rendered.type).toBe(type)
    expect('typespecs' in rendered ? rendered.typespecs : undefined).toBe(typespecs)
  })

  it('names its two currencies only when it is a crypto pair', () => {
    const pair = { baseCurrency: 'BTC', quoteCurrency: 'USD' }
    expect(renderInstrument(anInstrument({ ...pair, kind: 'crypto' }), 'lots')).toMatchObject(pair)
    expect(renderInstrument(anInstrument({ ...pair, kind: 'forex' }), 'lots')).not.toHaveProperty(
      'baseCurrency',
    )
    expect(
      renderInstrument(anInstrument({ ...pair, baseCurrency: undefined, kind: 'crypto' }), 'lots'),
    ).not.toHaveProperty('baseCurrency')
  })

  it('keeps the contract whatever the broker trades', () => {
    fc.assert(
      fc.property(fc.array(instrument, { maxLength: 3 }), (all) => {
        const d = all.map((one) => renderInstrument(one, 'lots'))
        contractFor('GET', '/accounts/1/instruments').parse({ s: 'ok', d })
      }),
    )
  })
})

describe('tick bands', () => {
  it('one band needs no list', () => expect(renderTickBands([{ from: 0, tick: 0.01 }])).toEqual({}))

  it('are written as ticks and the limits between them', () => {
    const bands = [
      { from: 0, tick: 0.5 },
      { from: 100, tick: 1 },
      { from: 1000, tick: 5 },
    ] as const
    expect(renderTickBands(bands)).toEqual({ variableMinTick: '0.5 100 1 1000 5' })
  })

  it('are written in plain digits', () => {
    const bands = [
      { from: 0, tick: 1e-8 },
      { from: 1e-7, tick: 1e-7 },
    ] as const
    expect(renderTickBands(bands)).toEqual({ variableMinTick: '0.00000001 0.0000001 0.0000001' })
  })

  it('can be read back', () => {
    fc.assert(
      fc.property(tickBands, (bands) => {
        fc.pre(bands.length > 1)
        const { variableMinTick = '' } = renderTickBands(bands)
        expect(variableMinTick).toMatch(/^[\d. ]+$/)
        const [tick, ...rest] = variableMinTick.split(' ').map(Number)
        const read: TickBand[] = [{ from: 0, tick: tick ?? 0 }]
        for (let at = 0; at < rest.length; at += 2)
          read.push({ from: rest[at] ?? 0, tick: rest[at + 1] ?? 0 })
        expect(read).toEqual(bands.map(({ from, tick: step }) => ({ from: plain(from), tick: plain(step) })))
      }),
    )
  })
})
