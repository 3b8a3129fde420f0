import type { Instrument, InstrumentKind } from '../broker/instrument.ts'

/** What groups are made of: kinds of instruments, with CFDs on stocks by themselves, because TradingView restricts those. */
type GroupType = InstrumentKind | 'stock_cfd'

/** One group as an operator declares it. */
export interface DeclaredGroup {
  readonly id: string
  /** Everything of these types goes there, unless another group names it. */
  readonly types?: readonly GroupType[] | undefined
  /** Names of instruments, which go there whatever their type. */
  readonly symbols?: readonly string[] | undefined
}

export interface Groups {
  /** The one group an instrument is in. */
  of(instrument: Pick<Instrument, 'name' | 'kind' | 'wrapper'>): string
  /** Every group there can be, in a fixed order. Those that are declared exist even when nothing is in them. */
  readonly all: readonly { readonly id: string; readonly isDeclared: boolean }[]
}

/** Groups of a broker that declares none. TradingView allows ten. */
const defaultGroups: Readonly<Record<GroupType, string>> = {
  forex: 'forex',
  stock: 'stocks',
  stock_cfd: 'stock_cfds',
  etf: 'etfs',
  index: 'indices',
  commodity: 'commodities',
  crypto: 'crypto',
  futures: 'futures',
  option: 'options',
  other: 'other',
}

const groupTypes = Object.keys(defaultGroups) as readonly GroupType[]

/** Where goes what no declared group takes. */
const restGroup = (brokerId: string): string => `${brokerId}_other`

export function createGroups(brokerId: string, declared: readonly DeclaredGroup[]): Groups {
  const hasDeclared = declared.length > 0
  const byName = new Map(declared.flatMap(({ id, symbols = [] }) => symbols.map((name) => [name, id])))
  const byType = new Map(declared.flatMap(({ id, types = [] }) => types.map((type) => [type, id])))
  const otherwise = (type: GroupType) =>
    hasDeclared ? restGroup(brokerId) : `${brokerId}_${defaultGroups[type]}`

  const declaredIds = declared.map(({ id }) => id)
  const others = groupTypes.filter((type) => !byType.has(type)).map(otherwise)
  return {
    of(instrument) {
      const type = groupTypeOf(instrument)
      return byName.get(instrument.name) ?? byType.get(type) ?? otherwise(type)
    },
    all: [
      ...declaredIds.map((id) => ({ id, isDeclared: true })),
      ...[...new Set(others)]
        .filter((id) => !declaredIds.includes(id))
        .map((id) => ({ id, isDeclared: false })),
    ],
  }
}

function groupTypeOf({ kind, wrapper }: Pick<Instrument, 'kind' | 'wrapper'>): GroupType {
  return kind === 'stock' && wrapper === 'cfd' ? 'stock_cfd' : kind
}
