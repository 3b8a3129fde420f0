/** With fewer than these nothing is looked through. */
const FEW = 1_000

/**
 * What is kept by name for as long as it matters: never forgotten before, however many there are, because a limit that is
 * forgotten while it is in use would be exceeded. Idle ones go when their number has doubled, so that looking through all
 * of them costs each new one about one look.
 */
export class Kept<V> {
  readonly #isIdle: (value: V) => boolean
  readonly #byName = new Map<string, V>()
  #lookAt = FEW

  constructor(isIdle: (value: V) => boolean) {
    this.#isIdle = isIdle
  }

  get size(): number {
    return this.#byName.size
  }

  get(name: string): V | undefined {
    return this.#byName.get(name)
  }

  set(name: string, value: V): void {
    if (this.#byName.size >= this.#lookAt) this.dropIdle()
    this.#byName.set(name, value)
  }

  values(): Iterable<V> {
    return this.#byName.values()
  }

  dropIdle(): void {
    for (const [name, value] of this.#byName) if (this.#isIdle(value)) this.#byName.delete(name)
    this.#lookAt = Math.max(FEW, 2 * this.#byName.size)
  }

  clear(): void {
    this.#byName.clear()
  }
}
