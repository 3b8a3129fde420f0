import type { Account } from './accounts.ts'
import { findInstrument, type Instrument } from './instruments.ts'
import type { Market } from './market.ts'
import { direction, type Position, type Side } from './orders.ts'

/** Conversions between currencies at the prices of the moment, and what follows from them. */
export interface Money {
  /** Result of closing `qty` lots, opened at `avgPrice`, at `price`: account currency, two decimals. */
  result(account: Account, closed: ClosedLots): number
  /** Result of an open position at the price it would close at now. */
  openResult(account: Account, position: Position): number
  /** Margin that `qty` lots at `price` bind, in account currency. */
  margin(account: Account, instrument: Instrument, qty: number, price: number): number
}

interface ClosedLots {
  readonly instrument: Instrument
  readonly side: Side
  readonly qty: number
  readonly avgPrice: number
  readonly price: number
}

export function cents(amount: number): number {
  return Math.round((amount + Number.EPSILON) * 100) / 100
}

/** The leverage of an instrument on an account; null = paid in full. */
export function leverageOf(account: Account, instrument: Instrument): number | null {
  if (instrument.leverage === null) return null
  return Math.min(instrument.leverage, account.leverageCap ?? instrument.leverage)
}

export function createMoney(market: Market): Money {
  const middle = (pair: Instrument): number => {
    const { bid, ask } = market.quote(pair)
    return (bid + ask) / 2
  }

  const direct = (from: string, to: string): number | undefined => {
    const pair = findInstrument(`${from}${to}`)
    if (pair?.type === 'FOREX') return middle(pair)
    const inverse = findInstrument(`${to}${from}`)
    return inverse?.type === 'FOREX' ? 1 / middle(inverse) : undefined
  }

  const rate = (from: string, to: string): number => {
    if (from === to) return 1
    const found = direct(from, to)
    if (found !== undefined) return found
    const [toDollar, fromDollar] = [direct(from, 'USD'), direct('USD', to)]
    if (toDollar === undefined || fromDollar === undefined) throw new Error(`No rate from ${from} to ${to}.`)
    return toDollar * fromDollar
  }

  const result = (account: Account, { instrument, side, qty, avgPrice, price }: ClosedLots) => {
    const inQuote = (price - avgPrice) * direction(side) * qty * instrument.lotSize
    return cents(inQuote * rate(instrument.quote, account.currency))
  }

  return {
    result,
    openResult(account, position) {
      const { bid, ask } = market.quote(position.instrument)
      return result(account, { ...position, price: position.side === 'buy' ? bid : ask })
    },
    margin(account, instrument, qty, price) {
      const value = qty * instrument.lotSize * price * rate(instrument.quote, account.currency)
      return value / (leverageOf(account, instrument) ?? 1)
    },
  }
}
