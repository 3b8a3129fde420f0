import type { Instrument, InstrumentKind } from '../../broker/instrument.ts'

/** What groups are made of: kinds of instruments, with CFDs on stocks by themselves, because TradingView restricts those. */
export type GroupType = InstrumentKind | 'stock_cfd'

/** One group as an operator declares it. */
export interface DeclaredGroup {
  readonly id: string
  /** Everything of these types goes there, unless another group names it. */
  readonly types?: readonly GroupType[] | undefined
  /** Names of instruments, which go there whatever their type. */
  readonly symbols?: readonly string[] | undefined
  /** Whose logins may see it; everybody's where nothing is said, nobody's where nothing is listed. */
  readonly restricted?: GroupRestriction | undefined
}

/** Logins of these servers, and those with one of these accounts. */
interface GroupRestriction {
  readonly servers?: readonly string[] | undefined
  readonly accounts?: readonly string[] | undefined
}

export interface Groups {
  /** The one group an instrument is in. */
  of(instrument: Pick<Instrument, 'name' | 'kind' | 'wrapper'>): string
  /** Every group there can be, in a fixed order. */
  readonly all: readonly string[]
  /** Those there are: declared ones, which exist even when nothing is in them, and `used` ones. */
  listed(used: Iterable<string>): readonly string[]
}

/** Groups of a broker that declares none; there may be ten. */
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

export const groupTypes = Object.keys(defaultGroups) as readonly GroupType[]

/** Where goes what no declared group takes. */
export const restGroup = (brokerId: string): string => `${brokerId}_other`

export function createGroups(brokerId: string, declared: readonly DeclaredGroup[]): Groups {
  const hasDeclared = declared.length > 0
  const byName = new Map(declared.flatMap(({ id, symbols = [] }) => symbols.map((name) => [name, id])))
  const byType = new Map(declared.flatMap(({ id, types = [] }) => types.map((type) => [type, id])))
  const otherwise = (type: GroupType) =>
    hasDeclared ? restGroup(brokerId) : `${brokerId}_${defaultGroups[type]}`

  const declaredIds = declared.map(({ id }) => id)
  const others = groupTypes.filter((type) => !byType.has(type)).map(otherwise)
  const all = [...new Set([...declaredIds, ...others])]
  return {
    of(instrument) {
      const type = groupTypeOf(instrument)
      return byName.get(instrument.name) ?? byType.get(type) ?? otherwise(type)
    },
    all,
    listed(used) {
      const existing = new Set([...declaredIds, ...used])
      return all.filter((id) => existing.has(id))
    },
  }
}

function groupTypeOf({ kind, wrapper }: Pick<Instrument, 'kind' | 'wrapper'>): GroupType {
  return kind === 'stock' && wrapper === 'cfd' ? 'stock_cfd' : kind
}
