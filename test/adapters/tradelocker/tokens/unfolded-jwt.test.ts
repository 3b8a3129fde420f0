import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fold, unfold } from '../../../../adapters/tradelocker/tokens/unfolded-jwt.ts'

const base64url = (text: string): string => Buffer.from(text).toString('base64url')
const jwt = (header: string, claims: string): string => `${base64url(header)}.${base64url(claims)}.c2ln`

it('a JWT shows its claims and comes back to the letter', () => {
  const token = jwt('{"alg":"RS256"}', '{"sub":"17#MAIN","name":"Zoë"}')
  expect(unfold(token)).toBe('{"alg":"RS256"}\n{"sub":"17#MAIN","name":"Zoë"}\nc2ln')
  expect(fold(unfold(token))).toBe(token)
})

it.each([
  'opaque',
  '',
  '..',
  'a.b.c',
  `${jwt('{"a":1}', '{"b":2}')}=`,
  // Bytes that are no text, JSON on several lines, an encoding that is not the usual one.
  `${base64url('{}')}.${Buffer.from([0xff, 0xfe]).toString('base64url')}.s`,
  jwt('{\n}', '{}'),
  jwt('{}', '{\n}'),
  'e30.e31.s',
  'e30=.e30=.s',
])('%j comes back to the letter as well', (token) => {
  expect(fold(unfold(token))).toBe(token)
})

it('whatever a token looks like, it comes back to the letter', () => {
  const part = fc.oneof(fc.string(), fc.string().map(base64url), fc.json().map(base64url))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const token = parts.join('.')
      // What begins like JSON is no token.
      fc.pre(!token.startsWith('{'))
      expect(fold(unfold(token))).toBe(token)
    }),
    { numRuns: 1_000 },
  )
})
