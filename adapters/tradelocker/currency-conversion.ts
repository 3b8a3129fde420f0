import type { Instrument } from '../../src/broker/instrument.ts'

/** One market used for converting: multiply by its price, or divide when `invert`. */
export interface ConversionStep {
  readonly instrument: string
  readonly invert: boolean
}

/**
 * The shortest chain of forex markets from one currency to another; empty when they are the same.
 * @returns undefined when the listed pairs do not connect them
 */
export function conversionPath(
  from: string,
  to: string,
  instruments: Iterable<Instrument>,
): ConversionStep[] | undefined {
  if (from === to) return []
  const markets = marketsByCurrency(instruments)
  const reached = new Map<string, ConversionStep[]>([[from, []]])
  // A Map walks entries added while it is being walked: breadth first without a queue of its own.
  for (const [currency, path] of reached) {
    for (const { other, step } of markets.get(currency) ?? []) {
      if (reached.has(other)) continue
      const longer = [...path, step]
      if (other === to) return longer
      reached.set(other, longer)
    }
  }
  return undefined
}

interface Market {
  readonly other: string
  readonly step: ConversionStep
}

function marketsByCurrency(instruments: Iterable<Instrument>): Map<string, Market[]> {
  const markets = new Map<string, Market[]>()
  const add = (currency: string, market: Market) => {
    const known = markets.get(currency)
    if (known === undefined) markets.set(currency, [market])
    else known.push(market)
  }
  for (const { kind, name, baseCurrency, quoteCurrency } of instruments) {
    if (kind !== 'forex' || baseCurrency === undefined) continue
    add(baseCurrency, { other: quoteCurrency, step: { instrument: name, invert: false } })
    add(quoteCurrency, { other: baseCurrency, step: { instrument: name, invert: true } })
  }
  return markets
}
