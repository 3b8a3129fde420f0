import { RequestError } from '../../http/request-error.ts'
import { wholeSymbol } from '../contract/symbol-info.ts'
import { createPacer } from '../pacer.ts'
import type { Groups } from '../symbols/groups.ts'
import type { SymbolList } from '../symbols/symbol-list.ts'
import type { Overrides, SymbolBook } from '../symbols/symbols.ts'
import { listTimeZones } from '../trading-hours/time-zones.ts'
import type { WarnOnce } from '../warn-once.ts'
import { faultsBetween } from './field-relations.ts'
import { symbolColumns } from './symbol-columns.ts'
import { type SymbolRow, symbolRow } from './symbol-row.ts'

/** The answers of /symbol_info, serialised once per list of instruments. */
export interface SymbolInfo {
  /**
   * The JSON text of one group, or without one of everything.
   * @throws RequestError field_invalid for a group that does not exist; else as `SymbolList.read`
   */
  body(group: string | undefined): Promise<Buffer>
}

export interface SymbolInfoOptions {
  readonly list: SymbolList
  readonly groups: Groups
  readonly overrides: Overrides
  /** Name of the exchange that all symbols are listed and traded on, in upper case. */
  readonly exchange: string
  /** Unix milliseconds. */
  readonly clock: () => number
  readonly warn: WarnOnce
}

/** By group; everything is under undefined. */
type Bodies = ReadonlyMap<string | undefined, Buffer>

export function createSymbolInfo(options: SymbolInfoOptions): SymbolInfo {
  const { list } = options
  const prepared = new WeakMap<SymbolBook, Promise<Bodies>>()

  const bodiesOf = (book: SymbolBook): Promise<Bodies> => {
    const known = prepared.get(book)
    if (known !== undefined) return known
    const begun = prepare(book, options).catch((error: unknown) => {
      prepared.delete(book)
      throw error
    })
    prepared.set(book, begun)
    return begun
  }

  return {
    async body(group) {
      const bodies = await bodiesOf(await list.read())
      const body = bodies.get(group)
      if (body !== undefined) return body
      const choices = [...bodies.keys()].filter((id) => id !== undefined).join(', ')
      throw new RequestError('field_invalid', { field: 'group', expected: 'one_of', choices })
    },
  }
}

/** Takes pauses: with thousands of symbols it lasts longer than other requests may wait. */
async function prepare(book: SymbolBook, options: SymbolInfoOptions): Promise<Bodies> {
  const pause = createPacer()
  const rowsByGroup = new Map<string, SymbolRow[]>(
    options.groups.listed(book.all.map(({ group }) => group)).map((id) => [id, []]),
  )
  const rows: SymbolRow[] = []
  const context = { ...options, timeZones: await zonesOf(book, options) }
  for (const symbol of book.all) {
    const row = symbolRow(symbol, context)
    const faults = faultsOf(row)
    if (faults.length === 0) {
      rows.push(row)
      rowsByGroup.get(symbol.group)?.push(row)
    } else {
      const { name } = symbol.instrument
      options.warn('An instrument is not told to TradingView; SYMBOLS_FILE can put its fields right.', {
        instrument: name,
        faults,
      })
    }
    await pause()
  }
  const bodies = new Map<string | undefined, Buffer>([[undefined, await serialise(rows, pause)]])
  for (const [group, some] of rowsByGroup) bodies.set(group, await serialise(some, pause))
  return bodies
}

/** What TradingView would refuse the list for, all the other symbols with it. */
function faultsOf(row: SymbolRow): readonly string[] {
  const { error } = wholeSymbol.safeParse(row)
  const own = error?.issues.map(({ path: [field], message }) => `${String(field)}: expected ${message}`) ?? []
  return [...own, ...faultsBetween(row).map(({ field, expected }) => `${field}: expected ${expected}`)]
}

async function zonesOf({ all }: SymbolBook, { clock, warn }: SymbolInfoOptions) {
  const wanted = new Set(all.flatMap(({ instrument }) => instrument.tradingWeek?.timeZone ?? []))
  const zones = await listTimeZones(wanted, clock())
  for (const timeZone of wanted) {
    if (zones.has(timeZone)) continue
    warn('TradingView knows no time zone like this one; instruments in it are told to be open always.', {
      timeZone,
    })
  }
  return zones
}

async function serialise(rows: readonly SymbolRow[], pause: () => Promise<void>): Promise<Buffer> {
  const members = ['"s":"ok"']
  for (const [field, column] of symbolColumns(rows)) {
    members.push(`${JSON.stringify(field)}:${JSON.stringify(column)}`)
    await pause()
  }
  return Buffer.from(`{${members.join(',')}}`)
}
