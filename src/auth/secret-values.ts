import type { SharedStore } from '../broker/shared-store.ts'
import type { SecretBox } from './secret-box.ts'

/** Keys of values that are secret begin so. */
const SECRET_KEYS = 'secret/'
/** The place that whatever replicas tell each other is closed for. */
const TOLD = 'told'

/**
 * The same store, except that what is set under a key that begins with `secret/` lies there closed, and that whatever
 * replicas tell each other is closed on its way. What does not open is as good as none. Such values cannot be claimed or
 * replaced: closed twice, the same text differs.
 */
export function withSecretValues(store: SharedStore, box: SecretBox): SharedStore {
  const isSecret = (key: string): boolean => key.startsWith(SECRET_KEYS)
  const refuse = (key: string): void => {
    if (isSecret(key)) throw new Error(`"${key}" holds a secret: it can be set, but not compared.`)
  }
  return {
    async get(key) {
      const value = await store.get(key)
      return value === undefined || !isSecret(key) ? value : box.open(value, key)
    },
    set: (key, value, ttlMs) => store.set(key, isSecret(key) ? box.close(value, key) : value, ttlMs),
    async claim(key, value, ttlMs) {
      refuse(key)
      return store.claim(key, value, ttlMs)
    },
    async replace(key, expected, value, ttlMs) {
      refuse(key)
      return store.replace(key, expected, value, ttlMs)
    },
    async delete(key, expected) {
      if (expected !== undefined) refuse(key)
      return store.delete(key, expected)
    },
    take: (key, limit, intervalMs) => store.take(key, limit, intervalMs),
    tell: (text) => store.tell(box.close(text, TOLD)),
    listen: ({ told, missed }) =>
      store.listen({
        told(closed) {
          const text = box.open(closed, TOLD)
          if (text !== undefined) told(text)
        },
        missed,
      }),
    get status() {
      return store.status
    },
    close: () => store.close(),
  }
}
