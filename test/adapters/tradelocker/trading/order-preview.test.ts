import { describe, expect, it } from 'vitest'
import {
  entryPrice,
  type PreviewFacts,
  previewOrder,
} from '../../../../adapters/tradelocker/trading/order-preview.ts'
import type { OrderTicket } from '../../../../src/broker/order.ts'
import { contract, yenPair } from '../../../support/records.ts'

const quote = { bid: 1.1, ask: 1.1002, bidSize: 1, askSize: 1 }
const facts = (changes: Partial<PreviewFacts> = {}): PreviewFacts => ({
  contract: contract(),
  rules: { brackets: true, trailingStop: true, partialClose: true },
  quote,
  state: { balance: 10_000, unrealizedPl: 0, equity: 10_000, marginAvailable: 5_000, details: {} },
  leverage: 100,
  rate: 1,
  marketOpen: true,
  halted: false,
  ...changes,
})
const ticket = (changes: Partial<OrderTicket> = {}): OrderTicket => ({
  instrument: 'EURUSD',
  side: 'buy',
  type: 'market',
  qty: 0.5,
  ...changes,
})

describe('a preview', () => {
  it('tells what a market order costs at the price it would fill at', () => {
    expect(previewOrder(ticket(), facts())).toEqual({
      notional: 55_010,
      margin: 550.1,
      leverage: 100,
      marginAvailable: 5_000,
      pipValue: 5,
      spreadCost: 10,
      plAtStopLoss: undefined,
      plAtTakeProfit: undefined,
      warnings: [],
      errors: [],
    })
  })

  it('tells money in account currency', () => {
    const yen = facts({
      contract: contract(yenPair),
      quote: { bid: 150, ask: 150.02, bidSize: 1, askSize: 1 },
      rate: 0.006,
    })
    const preview = previewOrder(ticket({ side: 'sell', stopLoss: 151, takeProfit: 149 }), yen)
    expect(preview).toMatchObject({
      notional: 45_000,
      margin: 450,
      pipValue: 3,
      spreadCost: 6,
      plAtStopLoss: -300,
      plAtTakeProfit: 300,
    })
  })

  it.each([
    ['buy', 1.0952, 1.1102, -250, 500],
    ['sell', 1.105, 1.09, -250, 500],
  ] as const)('tells loss and profit of a %s at its levels', (side, stopLoss, takeProfit, loss, profit) => {
    expect(previewOrder(ticket({ side, stopLoss, takeProfit }), facts())).toMatchObject({
      plAtStopLoss: loss,
      plAtTakeProfit: profit,
    })
  })

  it.each(['buy', 'sell'] as const)('lets the trailing stop of a %s start at its distance', (side) => {
    expect(previewOrder(ticket({ side, trailingStopPips: 20 }), facts()).plAtStopLoss).toBe(-100)
  })

  it('has no margin when the leverage is not known', () => {
    expect(previewOrder(ticket(), facts({ leverage: undefined }))).toMatchObject({
      margin: undefined,
      warnings: [],
    })
  })

  it('carries everything that would make the placement fail', () => {
    const { errors } = previewOrder(ticket({ qty: 0.555, stopLoss: 1.2 }), facts())
    expect(errors.map(({ code }) => code)).toEqual(['qty_off_step', 'stop_loss_wrong_side'])
  })
})

describe('a preview warns', () => {
  it.each([
    ['of a closed market', { marketOpen: false }, ['warning_market_closed']],
    ['of a halt, which says more', { marketOpen: false, halted: true }, ['warning_trading_halted']],
    ['not where hours are unknown', { marketOpen: undefined }, []],
    ['of a margin that is not there', { leverage: 1 }, ['warning_margin_too_low']],
  ])('%s', (_, changes, warnings) => {
    expect(previewOrder(ticket(), facts(changes)).warnings).toEqual(warnings)
  })
})

describe('an order is expected to fill', () => {
  it.each([
    ['a buy at the ask', {}, 1.1002],
    ['a sell at the bid', { side: 'sell' }, 1.1],
    ['a limit at its price', { type: 'limit', limitPrice: 1.05 }, 1.05],
    ['a stop at its trigger', { type: 'stop', stopPrice: 1.15 }, 1.15],
    ['a limit without a price at the market', { type: 'limit' }, 1.1002],
  ] as const)('%s', (_, changes, price) => {
    expect(entryPrice(ticket(changes), quote)).toBe(price)
  })
})
