/**
 * A map for what is cheap to find out again: when it is full it starts anew. Half the price of a cache that keeps account
 * of what was used last, which counts where every poll looks something up.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  set(key: Key, value: Value): void {
    if (this.#entries.size >= this.#max) this.#entries.clear()
    this.#entries.set(key, value)
  }
}
