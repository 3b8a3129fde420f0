import { CHANGED_PRIORITY, READ_SHARES } from '../transport/routes.ts'

/** Who waits for a turn: a queue whose next job could start now, or in a queue a job. */
export interface Contender {
  /** Whose turn it uses up. */
  readonly owner: string
  /** Of the job, or the queue's next one; higher goes first. */
  readonly priority: number
}

interface Rotation<C> {
  /** Owners in the order of their turns, each with what it could start. */
  readonly owners: Map<string, Set<C>>
  /** Stride scheduling: of the kinds of reads that wait, the one that is furthest behind goes next. */
  pass: number
}

/**
 * Who goes next, at the ceiling all users share and in the queue before each limit. What users do goes strictly by
 * priority. Reads divide what is left by their shares: strict priority would show nobody a price while calls are short.
 * Among equals owners take turns.
 */
export class Turns<C extends Contender> {
  readonly #rotations = new Map<number, Rotation<C>>()
  /** The priority under which each contender waits. */
  readonly #places = new Map<C, number>()
  #pass = 0

  get size(): number {
    return this.#places.size
  }

  /** Waits for its turn; one that waits already keeps its place, unless its priority has changed. */
  join(contender: C): void {
    const { priority, owner } = contender
    if (this.#places.get(contender) === priority) return
    this.leave(contender)
    const rotation = this.#rotations.get(priority) ?? { owners: new Map<string, Set<C>>(), pass: 0 }
    this.#rotations.set(priority, rotation)
    // Who wanted nothing for a while has saved nothing up. A first look after a change does not even wait for one turn.
    const waits = priority === CHANGED_PRIORITY ? 0 : strideOf(priority)
    if (rotation.owners.size === 0) rotation.pass = Math.max(rotation.pass, this.#pass + waits)
    const own = rotation.owners.get(owner)
    if (own === undefined) rotation.owners.set(owner, new Set([contender]))
    else own.add(contender)
    this.#places.set(contender, priority)
  }

  leave(contender: C): void {
    const priority = this.#places.get(contender)
    if (priority === undefined) return
    this.#places.delete(contender)
    const owners = this.#rotations.get(priority)?.owners
    const own = owners?.get(contender.owner)
    own?.delete(contender)
    if (own?.size === 0) owners?.delete(contender.owner)
  }

  /** Takes whose turn it is; its owner goes to the end of the row. */
  next(): C | undefined {
    const contender = this.#first()
    const priority = contender && this.#places.get(contender)
    if (contender === undefined || priority === undefined) return undefined
    this.leave(contender)
    const owners = this.#rotations.get(priority)?.owners
    const own = owners?.get(contender.owner)
    if (own !== undefined) {
      owners?.delete(contender.owner)
      owners?.set(contender.owner, own)
    }
    this.#charge(priority)
    return contender
  }

  /**
   * Who would come too late if nobody joined any more; as they take no turn, those behind them move up.
   * @param isLate asked for one after the other, with how many go before
   */
  late(isLate: (contender: C, ahead: number) => boolean): C[] {
    const rest = this.#copy()
    const late: C[] = []
    for (let next = rest.#first(); next !== undefined; next = rest.#first()) {
      if (isLate(next, this.size - rest.size - late.length)) {
        late.push(next)
        rest.leave(next)
      } else rest.next()
    }
    return late
  }

  #copy(): Turns<C> {
    const copy = new Turns<C>()
    copy.#pass = this.#pass
    for (const [contender, priority] of this.#places) copy.#places.set(contender, priority)
    for (const [priority, { owners, pass }] of this.#rotations) {
      const own = [...owners].map(([owner, contenders]) => [owner, new Set(contenders)] as const)
      copy.#rotations.set(priority, { owners: new Map(own), pass })
    }
    return copy
  }

  #first(): C | undefined {
    const [own] = this.#pick()?.[1].owners.values() ?? []
    return own?.values().next().value
  }

  #pick(): [number, Rotation<C>] | undefined {
    let best: [number, Rotation<C>] | undefined
    for (const entry of this.#rotations) {
      if (entry[1].owners.size > 0 && (best === undefined || goesBefore(entry, best))) best = entry
    }
    return best
  }

  #charge(priority: number): void {
    const rotation = this.#rotations.get(priority)
    if (rotation === undefined || !READ_SHARES.has(priority)) return
    this.#pass = rotation.pass
    rotation.pass += strideOf(priority)
  }
}

/** The longer the stride, the rarer the turn. */
const strideOf = (priority: number) => 1 / (READ_SHARES.get(priority) ?? 1)

type Ranked = readonly [priority: number, { readonly pass: number }]

function goesBefore([priority, { pass }]: Ranked, [otherPriority, other]: Ranked): boolean {
  const isShared = READ_SHARES.has(priority) && READ_SHARES.has(otherPriority)
  return isShared && pass !== other.pass ? pass < other.pass : priority > otherPriority
}
