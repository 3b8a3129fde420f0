import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sameSecret } from '../../src/auth/same-secret.ts'

it('a secret is the same as itself and as nothing else, however near', () => {
  const secret = 'long-client-secret'
  expect(sameSecret(secret, secret)).toBe(true)
  for (let at = 0; at < secret.length; at++) {
    expect(sameSecret(secret, `${secret.slice(0, at)}~${secret.slice(at + 1)}`)).toBe(false)
    expect(sameSecret(secret, secret.slice(0, at))).toBe(false)
  }
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(sameSecret(one, other)).toBe(one === other)
    }),
  )
})
