import { RequestError } from '../../http/request-error.ts'
import { createPacer } from '../pacer.ts'
import type { SymbolList } from '../symbols/symbol-list.ts'
import type { FeedSymbol, SymbolBook } from '../symbols/symbols.ts'
import { symbolColumns } from './symbol-columns.ts'
import type { SymbolRow } from './symbol-row.ts'

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
  /** What is told of a symbol; undefined for one that is not among the symbols. */
  readonly rowOf: (symbol: FeedSymbol) => SymbolRow | undefined
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

async function prepare(book: SymbolBook, { rowOf }: SymbolInfoOptions): Promise<Bodies> {
  const pause = createPacer()
  const rowsOf = (symbols: readonly FeedSymbol[]) => symbols.map(rowOf).filter((row) => row !== undefined)
  const byGroup = Map.groupBy(book.all, ({ group }) => group)
  const bodies = new Map<string | undefined, Buffer>([[undefined, await serialise(rowsOf(book.all), pause)]])
  for (const group of book.groups) {
    bodies.set(group, await serialise(rowsOf(byGroup.get(group) ?? []), pause))
  }
  return bodies
}

/** Takes pauses: with thousands of symbols it lasts longer than other requests may wait. */
async function serialise(rows: readonly SymbolRow[], pause: () => Promise<void>): Promise<Buffer> {
  const members = ['"s":"ok"']
  for (const [field, column] of symbolColumns(rows)) {
    members.push(`${JSON.stringify(field)}:${JSON.stringify(column)}`)
    await pause()
  }
  return Buffer.from(`{${members.join(',')}}`)
}
