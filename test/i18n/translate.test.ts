import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageParams } from '../../src/broker/errors.ts'
import { messageIn } from '../../src/i18n/catalogues.ts'
import { LOCALES } from '../../src/i18n/locale.ts'
import { fillMessage, placeholdersOf, wordingsOf } from '../../src/i18n/message.ts'
import { errors } from '../../src/i18n/messages/en/errors.ts'
import { labels } from '../../src/i18n/messages/en/labels.ts'
import { login } from '../../src/i18n/messages/en/login.ts'
import { requestErrors } from '../../src/i18n/messages/en/request-errors.ts'
import { en } from '../../src/i18n/messages/en.ts'
import { type MessageKey, translate } from '../../src/i18n/translate.ts'

const keys = Object.keys(en) as MessageKey[]

describe('the English catalogue', () => {
  it('has no key in two of its files', () => {
    const parts = [errors, requestErrors, labels, login].flatMap((part) => Object.keys(part))
    expect(new Set(parts).size).toBe(parts.length)
  })

  // An expectation is only ever named together with what it leaves open.
  const sentences = Object.keys({ ...errors, ...requestErrors }).filter((key) => !key.startsWith('expected_'))

  it.each(sentences as MessageKey[])('%s can be said without any parameter', (key) => {
    expect(placeholdersOf(wordingsOf(en[key]).at(-1) ?? '')).toEqual([])
  })

  it.each(Object.keys(errors) as MessageKey[])('%s is a sentence', (key) => {
    for (const wording of wordingsOf(en[key])) expect(wording).toMatch(/^[A-Z{].*(\.|\{reason\})$/)
  })

  it('never shows braces, whatever parameters there are', () => {
    const names = [...new Set(keys.flatMap((key) => wordingsOf(en[key]).flatMap(placeholdersOf))), 'other']
    const value = fc.oneof(fc.double(), fc.integer(), fc.stringMatching(/^[^{}]*$/))
    const params = fc.dictionary(fc.constantFrom(...names), value)
    fc.assert(
      fc.property(fc.constantFrom(...LOCALES), fc.constantFrom(...keys), params, (locale, key, given) => {
        const text = translate(locale, key, given)
        expect(text).not.toMatch(/[{}]/)
        expect(text).not.toMatch(/undefined|NaN|Infinity/)
        expect(text.trim()).not.toBe('')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a message', () => {
  it('is said in the first wording that can be filled', () => {
    const message = ['{a} and {b}', 'only {a}', 'nothing'] as const
    expect(fillMessage(message, { a: 1, b: 2 })).toBe('1 and 2')
    expect(fillMessage(message, { a: 1 })).toBe('only 1')
    expect(fillMessage(message, { b: 2 })).toBe('nothing')
    expect(fillMessage(message, { a: Number.NaN })).toBe('nothing')
    expect(fillMessage(message, { a: '  ' })).toBe('nothing')
    expect(fillMessage(message, { a: undefined } as unknown as MessageParams)).toBe('nothing')
  })

  it('shows an ellipsis for what is missing where no wording does without', () => {
    expect(fillMessage('{a}, {toString}', {})).toBe('…, …')
  })

  it.each([
    [1e-7, '0.0000001'],
    [1234567.5, '1234567.5'],
    [0.1, '0.1'],
    [-2, '-2'],
  ])('shows the number %f as people write it', (value, text) => {
    expect(fillMessage('{value}', { value })).toBe(text)
  })

  it("shows a broker's words as one short line, and never fills them in turn", () => {
    expect(fillMessage('{reason}', { reason: ' first\n\u0000second\u202e ' })).toBe('first second')
    expect(fillMessage('{reason}', { reason: 'x'.repeat(1000) })).toHaveLength(300)
    expect(fillMessage('{reason}', { reason: '{secret}', secret: 1 })).toBe('{secret}')
  })

  it('names a field as people do', () => {
    const params = { field: 'limitPrice', price: 1.5, tick: 1, nearest: 2 }
    expect(translate('en', 'price_off_tick', params)).toBe(
      'The limit price 1.5 does not fit the tick size of 1. The nearest valid price is 2.',
    )
    expect(translate('en', 'field_missing', { field: 'currentAsk' })).toBe(
      'The request lacks the field "currentAsk".',
    )
  })

  it('names what was expected, and what there is not, as people do', () => {
    const params = { field: 'limitPrice', expected: 'no_price', type: 'stop' }
    expect(translate('en', 'field_invalid', params)).toBe(
      'The field "limit price" is not valid: expected none with a stop order.',
    )
    expect(translate('en', 'field_invalid', { field: 'x', expected: 'number', max: 20 })).toBe(
      'The field "x" is not valid: expected a plain number of at most 20 digits.',
    )
    expect(translate('en', 'unsupported_feature', { feature: 'stop_limit' })).toBe(
      'This broker does not offer stop-limit orders.',
    )
    expect(translate('en', 'unsupported_feature', { feature: 'magic' })).toBe(
      'This broker does not offer magic.',
    )
  })
})

describe('a language', () => {
  it('is spoken where it has the words, names of fields and expectations included', () => {
    expect(translate('de_DE', 'session_expired')).toBe(
      'Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.',
    )
    expect(translate('de_DE', 'field_invalid', { field: 'limitPrice', expected: 'above_zero' })).toBe(
      'Das Feld „Limitpreis“ ist ungültig. Erwartet: eine Zahl größer als null.',
    )
  })

  it('falls back to English for what it does not say', () => {
    expect(messageIn({}, 'session_expired')).toBe(en.session_expired)
    expect(messageIn({ session_expired: 'Ende.' }, 'session_expired')).toBe('Ende.')
  })

  it('is English in India, where TradingView is', () => {
    expect(translate('in', 'session_expired')).toBe(en.session_expired)
  })

  it('keeps the joiners that Persian is written with, also in a sentence within a sentence', () => {
    const sentence = translate('fa_IR', 'rate_limited', { seconds: 5 })
    expect(sentence).toContain('\u200c')
    expect(translate('fa_IR', 'with_reference', { sentence, reference: 'a1' })).toContain(sentence)
  })

  it('writes numbers as plain decimals', () => {
    expect(translate('fr', 'qty_below_min', { qty: 0.5, min: 1234.25 })).toBe(
      'La quantité 0.5 est trop petite. Le minimum en lots est de 1234.25.',
    )
    expect(translate('ar_AE', 'qty_below_min', { qty: 0.5, min: 1234.25 })).toMatch(/0\.5.*1234\.25/)
  })
})
