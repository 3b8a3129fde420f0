/** Deterministic pseudo-randomness: everything that looks random in the market is a function of numbers put in here. */

/** The next of a sequence of numbers in [0, 1). */
export type Random = () => number

/** Mixes two 32-bit numbers into one in which every input bit matters. */
export function mix(left: number, right: number): number {
  let hash = Math.imul(left ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(right ^ (right >>> 15), 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A 32-bit number that stands for a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** A number in [0, 1) that stands for a 32-bit hash. */
export function fraction(hash: number): number {
  return hash / 0x1_0000_0000
}

/** A sequence that is fully determined by its seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return fraction((value ^ (value >>> 14)) >>> 0)
  }
}
