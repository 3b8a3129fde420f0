import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLossless } from '../../../../adapters/tradelocker/transport/json.ts'

describe('lossless JSON', () => {
  it.each([
    ['[7277816997898587502]', ['7277816997898587502']],
    ['{"id": -7277816997898587502}', { id: '-7277816997898587502' }],
    ['{"id":\n9007199254740992}', { id: '9007199254740992' }],
    ['9007199254740993', '9007199254740993'],
    ['[9007199254740991, -9007199254740991]', [9007199254740991, -9007199254740991]],
    ['["7277816997898587502"]', ['7277816997898587502']],
    ['[0.1234567890123456789, 1234567890123456789.5]', [0.12345678901234568, 1234567890123456800]],
    ['[1e20, 7277816997898587502]', [1e20, '7277816997898587502']],
  ])('%s', (text, expected) => {
    expect(parseLossless(text)).toEqual(expected)
  })

  it('takes the last of several members with one name, as JSON.parse does', () => {
    expect(parseLossless('{"a":7277816997898587502,"a":1}')).toEqual({ a: 1 })
  })

  it('lets no __proto__ reach a prototype', () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1},"id":7277816997898587502}']) {
      const value = parseLossless(text) as { x?: number }
      expect(value.x).toBeUndefined()
      expect(({} as { x?: number }).x).toBeUndefined()
      expect(Object.keys(value)).toContain('__proto__')
    }
  })

  it.each(['', '{', '[1,]', 'undefined', '{"a" 1}', '[7277816997898587502', '[7277816997898587502,]', '01'])(
    'refuses %j with a SyntaxError',
    (text) => {
      expect(() => parseLossless(text)).toThrow(SyntaxError)
    },
  )

  it('refuses absurd nesting with a SyntaxError, too', () => {
    expect(() => parseLossless(`${'['.repeat(200_000)}7277816997898587502`)).toThrow(SyntaxError)
  })

  it('reads everything but unsafe integers exactly as JSON.parse', () => {
    const unsafeAsText = (_: string, value: unknown) => {
      const isUnsafe = typeof value === 'number' && !Number.isSafeInteger(value)
      return isUnsafe && /^-?\d+$/.test(String(value)) ? String(value) : value
    }
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(parseLossless(text)).toStrictEqual(JSON.parse(text, unsafeAsText))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every integer of 64 bits, wherever it stands', () => {
    const place = fc.constantFrom(
      (id: string) => [`[${id}]`, (v: unknown) => (v as unknown[])[0]] as const,
      (id: string) => [`{"d":{"id":${id}}}`, (v: unknown) => (v as { d: { id: unknown } }).d.id] as const,
      (id: string) => [` ${id} `, (v: unknown) => v] as const,
    )
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), place, (id, put) => {
        const [text, take] = put(String(id))
        expect(String(take(parseLossless(text)))).toBe(String(id))
      }),
    )
  })

  it('throws nothing but SyntaxError, whatever the text', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'{}[]",:-0.9e \\7277816997898587502'), maxLength: 60 })
    fc.assert(
      fc.property(soup, (text) => {
        try {
          parseLossless(text)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
    )
  })
})
