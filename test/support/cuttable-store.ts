import type { SharedStore } from '../../src/broker/shared-store.ts'

/** The store of a replica that alone cannot reach it while it is cut. */
export function cuttable(store: SharedStore, cut: { readonly isCut: boolean }): SharedStore {
  return new Proxy(store, {
    get(_, name: keyof SharedStore) {
      if (name === 'status') return { ...store.status, connected: !cut.isCut }
      if (cut.isCut) return () => Promise.reject(new Error('Redis is not connected.'))
      return store[name].bind(store)
    },
  })
}
