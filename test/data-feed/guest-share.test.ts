import { describe, expect, it } from 'vitest'
import { createGuestShare } from '../../src/data-feed/guest-share.ts'

describe('places for guests', () => {
  it('are bounded for each network and for all, and free again when they are given back, once', () => {
    const share = createGuestShare({ most: 5, mostEach: 2 })
    const refused = expect.objectContaining({ code: 'too_busy', retryAfterMs: 10_000 })
    const leave = share.take('192.0.2.1')
    share.take('192.0.2.1')
    expect(() => share.take('192.0.2.1')).toThrow(refused)
    share.take('2001:db8::1')
    // The same household.
    share.take('2001:db8::2')
    expect(() => share.take('2001:db8::3')).toThrow(refused)
    share.take('198.51.100.1')
    expect(() => share.take('198.51.100.2')).toThrow(refused)
    leave()
    leave()
    share.take('198.51.100.2')
    expect(() => share.take('198.51.100.3')).toThrow(refused)
  })

  it('are one party’s where no address is known', () => {
    const share = createGuestShare({ most: 5, mostEach: 1 })
    share.take(undefined)
    expect(() => share.take(undefined)).toThrow()
    share.take('192.0.2.1')
  })
})
