import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSecretBox } from '../../src/auth/secret-box.ts'
import { withSecretValues } from '../../src/auth/secret-values.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { eventually } from '../support/eventually.ts'
import { type SharedStores, startSharedStores } from '../support/shared-stores.ts'
import { testKey } from '../support/test-gateway.ts'

let stores: SharedStores
let store: SharedStore
beforeEach(async () => {
  stores = await startSharedStores()
  store = withSecretValues(stores.one, createSecretBox([testKey('k1')]))
})
afterEach(() => stores.close())

it('secret values lie closed in the store, others as they are', async () => {
  await store.set('secret/x', 'hidden', 9_000)
  await store.set('plain', 'open', 9_000)
  expect(await stores.other.get('secret/x')).toMatch(/^k1\./)
  expect(await stores.other.get('plain')).toBe('open')
  expect([await store.get('secret/x'), await store.get('plain')]).toEqual(['hidden', 'open'])
})

it('a secret that was put under another key, or closed with an unknown one, is as good as none', async () => {
  await store.set('secret/x', 'hidden', 9_000)
  await stores.other.set('secret/y', (await stores.other.get('secret/x')) ?? '', 9_000)
  expect(await store.get('secret/y')).toBeUndefined()
  await stores.other.set('secret/x', 'k9.AAAA', 9_000)
  expect(await store.get('secret/x')).toBeUndefined()
})

it('what replicas tell each other is closed on its way, and what does not open is not heard', async () => {
  const heard: string[] = []
  const asItLies: string[] = []
  const told = (teller: SharedStore, text: string) =>
    eventually(
      () => teller.tell(text),
      (isHeard) => expect(isHeard).toBe(true),
    )
  const opening = withSecretValues(stores.other, createSecretBox([testKey('k1')]))
  opening.listen({ told: (text) => heard.push(text), missed: () => {} })
  await told(store, 'an account')
  await told(stores.one, 'in the open')
  expect(new Set(heard)).toEqual(new Set(['an account']))
  stores.other.listen({ told: (text) => asItLies.push(text), missed: () => {} })
  await told(store, 'an account')
  expect(asItLies.at(-1)).toMatch(/^k1\./)
})

it('secrets cannot be compared, all else goes through', async () => {
  await expect(store.claim('secret/x', 'a', 9_000)).rejects.toThrow('holds a secret')
  await expect(store.replace('secret/x', 'a', 'b', 9_000)).rejects.toThrow('holds a secret')
  await expect(store.delete('secret/x', 'a')).rejects.toThrow('holds a secret')
  expect(await store.claim('lock', 'a', 9_000)).toBe(true)
  expect(await store.replace('lock', 'a', 'b', 9_000)).toBe(true)
  await store.delete('lock', 'b')
  await store.set('secret/x', 'hidden', 9_000)
  await store.delete('secret/x')
  expect(await store.get('secret/x')).toBeUndefined()
  expect(await store.take('window', 1, 1_000)).toBe(0)
  expect(store.status.connected).toBe(true)
})
