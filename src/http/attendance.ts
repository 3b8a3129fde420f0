/** Who is there at the moment. Not a Set: see docs/performance.md, "Garbage". */
export class Attendance<T> {
  readonly #places: Place<T>[] = []

  /** @returns to be called once, when it goes */
  enter(who: T): () => void {
    const place = { who, index: this.#places.length }
    this.#places.push(place)
    return () => this.#leave(place)
  }

  /** In no order that means anything. */
  *[Symbol.iterator](): Generator<T> {
    for (const { who } of this.#places) yield who
  }

  /** The last one takes the place. */
  #leave({ index }: Place<T>): void {
    const last = this.#places.pop()
    if (last === undefined || last.index === index) return
    last.index = index
    this.#places[index] = last
  }
}

interface Place<T> {
  readonly who: T
  index: number
}
