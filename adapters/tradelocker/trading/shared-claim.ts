import type { SharedStore } from '../../../src/broker/shared-store.ts'

/** Claims that vanish while they are read: released in this very moment. */
const MAX_TRIES = 5

/**
 * Claims `key` for `ttlMs`, where nobody has or where what lies there `isFree` for whoever claims.
 * @returns own when it lies in the store now, otherwise what lies there instead
 * @throws when the store cannot be asked, and when that changes every time
 */
export async function claimShared(
  store: Pick<SharedStore, 'get' | 'claim' | 'replace'>,
  key: string,
  own: string,
  ttlMs: number,
  isFree: (found: string) => boolean,
): Promise<string> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (await store.claim(key, own, ttlMs)) return own
    const found = await store.get(key)
    if (found === undefined) continue
    if (!isFree(found)) return found
    if (await store.replace(key, found, own, ttlMs)) return own
  }
  throw new Error('The claim comes and goes.')
}
