import fc from 'fast-check'
import { expect, it } from 'vitest'
import { returnUrl } from '../../../src/auth/oauth/return-address.ts'

const redirectUri = 'https://www.tradingview.com/back/'

it('a state goes back byte for byte', () => {
  const state = 'eyJhIjoifn4/Pj4ifQ==%2B%20+~!*()'
  expect(returnUrl({ redirectUri, state, part: 'query' }, { code: 'c' })).toBe(
    `${redirectUri}?code=c&state=${state}`,
  )
})

it.each(['query', 'fragment'] as const)(
  'no state ends the address, begins a header or leads elsewhere (%s)',
  (part) => {
    const odd = fc.constantFrom('\r\n', '"', '<', '>', '#', ' ', '\0', 'é', '💥')
    const states = fc
      .array(fc.oneof(odd, fc.string()), { maxLength: 9 })
      .map((all) => all.join('').toWellFormed())
    fc.assert(
      fc.property(states, (state) => {
        const url = returnUrl({ redirectUri, state, part }, { code: 'c' })
        expect(url).toMatch(/^[\x21-\x7e]*$/)
        expect(url).not.toMatch(/["<>]/)
        expect(url.split('#')).toHaveLength(part === 'fragment' ? 2 : 1)
        expect(url.startsWith(redirectUri)).toBe(true)
      }),
    )
  },
)
