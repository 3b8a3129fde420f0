import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** What was read of answers that many users are given word by word: read once, and kept once for all of them. */
export interface SameAnswers<V extends object> {
  /** The reading of an equal answer where there is one, else that of `read`. @throws what `read` throws */
  of(answer: unknown, read: () => V | Promise<V>): Promise<V>
}

/** @param bytes about how many one takes in memory, and how many all may take; the least used one goes */
export function createSameAnswers<V extends object>(bytes: {
  readonly of: (value: V) => number
  readonly max: number
}): SameAnswers<V> {
  const known = new LRUCache<string, V>({
    maxSize: bytes.max,
    sizeCalculation: (value) => Math.max(1, Math.ceil(bytes.of(value))),
  })
  return {
    async of(answer, read) {
      const name = hash('sha256', JSON.stringify(answer) ?? '', 'base64url')
      const value = known.get(name) ?? (await read())
      // Somebody else may have read the same meanwhile.
      const first = known.get(name)
      if (first === undefined) known.set(name, value)
      return first ?? value
    },
  }
}
