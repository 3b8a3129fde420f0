/** `/mapping`, which TradingView reads without an envelope and without a login. */
export interface Mapping {
  readonly symbols: readonly { readonly f: readonly [brokerSymbol: string]; readonly s: string }[]
  /** What the entries of `f` are. */
  readonly fields: readonly ['brokerSymbol']
}

/** @param mapping broker symbol → TradingView symbol whose prices it follows, e.g. `GBPUSD.r` → `FX:GBPUSD` */
export function mappingOf(mapping: Readonly<Record<string, string>>): Mapping {
  return {
    symbols: Object.entries(mapping).map(([brokerSymbol, symbol]) => ({ f: [brokerSymbol], s: symbol })),
    fields: ['brokerSymbol'],
  }
}
