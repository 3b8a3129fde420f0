import { malformed } from '../transport/upstream-error.ts'

/** Column id → place in the row, as /trade/config gives them. */
export type Columns = ReadonlyMap<string, number>

/** Reads the rows of one table. The returned function throws upstream_malformed for what is not a row. */
export function rowReader(columns: Columns): (cells: unknown) => Row {
  return (cells) => {
    if (!Array.isArray(cells)) throw malformed('a table row is not an array')
    return new Row(columns, cells)
  }
}

/** One row of a table; cells are texts, numbers, booleans or null, whatever the broker likes. */
export class Row {
  readonly #columns: Columns
  readonly #cells: readonly unknown[]

  constructor(columns: Columns, cells: readonly unknown[]) {
    this.#columns = columns
    this.#cells = cells
  }

  /** The cell as text; undefined when empty, null or not there. */
  text(id: string): string | undefined {
    const cell = this.#cell(id)
    if (cell === '' || cell === null || cell === undefined || typeof cell === 'object') return undefined
    return String(cell)
  }

  /** A 64-bit id as decimal text. @throws upstream_malformed without one */
  requiredId(id: string): string {
    const found = toId(this.#cell(id))
    if (found === undefined) throw malformed(`a table row has no usable ${id}`)
    return found
  }

  /** A 64-bit id as decimal text; undefined when there is none (empty, null or 0). */
  optionalId(id: string): string | undefined {
    const found = toId(this.#cell(id))
    return found === undefined || NO_ID.test(found) ? undefined : found
  }

  /** A finite number from a number or its decimal text. */
  number(id: string): number | undefined {
    return toNumber(this.#cell(id))
  }

  /** Unix milliseconds; undefined when there is none (0 included). */
  time(id: string): number | undefined {
    const ms = this.number(id)
    return ms !== undefined && ms > 0 ? Math.trunc(ms) : undefined
  }

  flag(id: string): boolean {
    const cell = this.#cell(id)
    return cell === true || cell === 1 || cell === '1' || (typeof cell === 'string' && TRUE.test(cell))
  }

  #cell(id: string): unknown {
    const index = this.#columns.get(id)
    return index === undefined ? undefined : this.#cells[index]
  }
}

const ID = /^\d+$/
const NO_ID = /^0+$/
const TRUE = /^true$/i
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

function toId(cell: unknown): string | undefined {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) && cell >= 0 ? String(cell) : undefined
  return typeof cell === 'string' && ID.test(cell) ? cell : undefined
}

/** A finite number from a number or its decimal text; undefined for everything else, "" and null included. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? fromDecimal(value.trim()) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Only decimal notation: `Number` alone would also take "", "0x10" and "Infinity". */
function fromDecimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined
}
