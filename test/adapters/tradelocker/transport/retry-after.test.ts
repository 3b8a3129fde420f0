import { describe, expect, it } from 'vitest'
import { retryAfterMs } from '../../../../adapters/tradelocker/transport/retry-after.ts'

const NOW = Date.UTC(2026, 0, 5, 10, 0, 0)

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    [' 120 ', 120_000],
    ['Mon, 05 Jan 2026 10:00:07 GMT', 7_000],
    ['999999999', 600_000],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['Mon, 05 Jan 2026 09:00:00 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected)
  })
})
