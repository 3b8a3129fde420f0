import { catalogue } from './instrument-catalogue.ts'
import type { InstrumentTerms } from './instrument-terms.ts'
import { PriceGrid } from './price-grid.ts'

export interface Instrument extends InstrumentTerms {
  /** The id that every call uses. */
  readonly tradableInstrumentId: number
  /** The other id, which no call uses. */
  readonly id: number
  /** Position in the list; decides in which order the routes are written. */
  readonly index: number
  readonly grid: PriceGrid
  readonly factors: readonly [string, string]
}

export const instruments: readonly Instrument[] = catalogue.map((terms, index) => ({
  ...terms,
  index,
  tradableInstrumentId: 206 + index * 3,
  id: 3015 + index * 7,
  grid: new PriceGrid(terms.ticks),
  factors: [terms.base ?? terms.name, terms.base ? terms.quote : 'USD'],
}))

const byId = new Map(instruments.map((instrument) => [instrument.tradableInstrumentId, instrument]))
const byName = new Map(instruments.map((instrument) => [instrument.name, instrument]))

export function findInstrument(idOrName: number | string): Instrument | undefined {
  return typeof idOrName === 'number' ? byId.get(idOrName) : byName.get(idOrName)
}
