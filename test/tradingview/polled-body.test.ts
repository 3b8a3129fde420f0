import { expect, it } from 'vitest'
import { bodyPerSnapshot } from '../../src/tradingview/polled-body.ts'

it('a snapshot is serialised once per language, however many poll it', () => {
  let rendered = 0
  const body = bodyPerSnapshot((snapshot: { readonly qty: number }, locale: string) => {
    rendered += 1
    return { ...snapshot, locale }
  })
  const snapshot = { qty: 1 }
  const first = body(snapshot, 'en')
  for (let poll = 0; poll < 50; poll += 1) expect(body(snapshot, 'en')).toBe(first)
  expect(rendered).toBe(1)
  expect(body(snapshot, 'de').text).toBe('{"s":"ok","d":{"qty":1,"locale":"de"}}')
  expect(rendered).toBe(2)
  // The next snapshot is another object, even where it says the same.
  expect(body({ qty: 1 }, 'en')).not.toBe(first)
  expect(rendered).toBe(3)
})
