/** The shard that every identifier of this simulator carries in its top byte. */
const SHARD = 101n
const FIRST_SEQUENCE = 67_000_000n

/** Hands out 64-bit identifiers, `(shard << 56) + sequence`, as decimal text: they do not fit a JavaScript number. */
export function createIds(): () => string {
  let sequence = FIRST_SEQUENCE
  return () => {
    sequence += 1n
    return String((SHARD << 56n) + sequence)
  }
}
