import type { Instrument, InstrumentKind } from '../../../src/broker/instrument.ts'

/** One market used for converting: multiply by its price, or divide when `invert`. */
export interface ConversionStep {
  readonly instrument: string
  readonly invert: boolean
}

/**
 * The shortest chain of markets from one currency to another; empty when they are the same. Forex is preferred; crypto
 * markets connect what forex does not, such as USDT.
 * @returns undefined when the listed pairs do not connect them
 */
export function conversionPath(
  from: string,
  to: string,
  instruments: Iterable<Instrument>,
): ConversionStep[] | undefined {
  const all = [...instruments]
  return (
    shortestPath(from, to, marketsByCurrency(all, ['forex'])) ??
    shortestPath(from, to, marketsByCurrency(all, ['forex', 'crypto']))
  )
}

function shortestPath(
  from: string,
  to: string,
  markets: ReadonlyMap<string, readonly Market[]>,
): ConversionStep[] | undefined {
  if (from === to) return []
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

function marketsByCurrency(
  instruments: readonly Instrument[],
  kinds: readonly InstrumentKind[],
): Map<string, Market[]> {
  const markets = new Map<string, Market[]>()
  const add = (currency: string, market: Market) => {
    const known = markets.get(currency)
    if (known === undefined) markets.set(currency, [market])
    else known.push(market)
  }
  for (const { kind, name, baseCurrency, quoteCurrency } of instruments) {
    if (!kinds.includes(kind) || baseCurrency === undefined) continue
    add(baseCurrency, { other: quoteCurrency, step: { instrument: name, invert: false } })
    add(quoteCurrency, { other: baseCurrency, step: { instrument: name, invert: true } })
  }
  return markets
}
