import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createLoginGuard, type LoginGuard } from '../../../src/auth/attempts/login-guard.ts'
import { networkOf } from '../../../src/auth/attempts/network.ts'
import { BrokerError } from '../../../src/broker/errors.ts'

const MINUTE = 60_000
let now = 0
let asked = 0
let guard: LoginGuard
beforeEach(() => {
  now = Date.UTC(2030, 0, 1)
  asked = 0
  guard = createLoginGuard(() => now)
})

type Outcome = 'in' | 'wrong' | number

/** @returns how it ended; a number of seconds when it was not even tried */
async function attempt(login: string, address: string, isRight = false): Promise<Outcome> {
  try {
    await guard.trader(login, address, async () => {
      asked += 1
      if (!isRight) throw new BrokerError('wrong_credentials')
    })
    return 'in'
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error
    if (error.code === 'wrong_credentials') return 'wrong'
    expect(error.code).toBe('login_throttled')
    return Number(error.params.seconds)
  }
}

/** Guesses whenever it is allowed, for as long as that takes. @returns seconds waited in between */
async function guess(times: number, login = 'anna', address = '198.51.100.7'): Promise<number[]> {
  const waits: number[] = []
  let left = times
  while (left > 0) {
    const outcome = await attempt(login, address)
    if (typeof outcome === 'number') {
      waits.push(outcome)
      now += outcome * 1000
    } else left -= 1
  }
  return waits
}

describe('somebody who guesses at one login', () => {
  it('waits longer every time, up to a quarter of an hour', async () => {
    expect(await guess(14)).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('is not let in with the right password before the wait is over, and is then', async () => {
    await guess(5)
    expect(await attempt('anna', '198.51.100.7', true)).toBe(15)
    now += 14_999
    expect(await attempt('anna', '198.51.100.7', true)).toBe(1)
    now += 1
    expect(await attempt('anna', '198.51.100.7', true)).toBe('in')
    expect(asked).toBe(6)
  })

  it('is not faster with many guesses at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 500 }, () => attempt('anna', '198.51.100.7')))
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(5)
    expect(asked).toBe(5)
  })

  it('is not faster with many machines', async () => {
    const outcomes: Outcome[] = []
    for (let i = 0; i < 200; i++) outcomes.push(await attempt('anna', `203.0.113.${i}`))
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(20)
  })

  it('is not faster with the many addresses of one IPv6 network', async () => {
    for (let i = 0; i < 5; i++) expect(await attempt('anna', `2001:db8:1:2::${i + 1}`)).toBe('wrong')
    expect(await attempt('anna', '2001:db8:1:2:ffff::9')).toBe(15)
    expect(await attempt('anna', '2001:db8:1:3::1')).toBe('wrong')
  })

  it('makes few guesses in a day', async () => {
    const end = now + 24 * 60 * MINUTE
    while (now < end) {
      const outcome = await attempt('anna', '198.51.100.7')
      if (typeof outcome === 'number') now += outcome * 1000
    }
    expect(asked).toBeLessThan(110)
  })

  it('does not keep its owner out of where she has logged in before', async () => {
    expect(await attempt('anna', '192.0.2.1', true)).toBe('in')
    for (let i = 0; i < 200; i++) await attempt('anna', `203.0.113.${i}`)
    expect(await attempt('anna', '192.0.2.9', true)).toBeTypeOf('number')
    expect(await attempt('anna', '192.0.2.1', true)).toBe('in')
  })

  it('does not make others wait who share the network', async () => {
    await guess(30)
    expect(await attempt('boris', '198.51.100.7', true)).toBe('in')
  })

  it('is forgotten after an hour without a guess', async () => {
    await guess(5)
    now += 60 * MINUTE
    expect(await guess(5)).toEqual([])
  })
})

describe('somebody who tries a password on many logins', () => {
  const spray = async (count: number): Promise<Outcome[]> => {
    const outcomes: Outcome[] = []
    for (let i = 0; i < count; i++) outcomes.push(await attempt(`user-${i}`, '198.51.100.7'))
    return outcomes
  }

  it('is slowed down, and others of the network wait for a minute at the most', async () => {
    const outcomes = await spray(300)
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(50)
    const wait = await attempt('boris', '198.51.100.7', true)
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    now += Number(wait) * 1000
    expect(await attempt('boris', '198.51.100.7', true)).toBe('in')
  })

  it('makes nobody wait longer than a minute, however long it goes on', async () => {
    for (let i = 0; i < 200; i++) {
      const wait = await attempt(`user-${i}`, '198.51.100.7')
      if (typeof wait !== 'number') continue
      expect(wait).toBeLessThanOrEqual(60)
      now += wait * 1000
    }
    const wait = await attempt('boris', '198.51.100.7', true)
    expect(wait === 'in' ? 0 : wait).toBeLessThanOrEqual(60)
  })

  it('is slowed down with many at once as well', async () => {
    const all = Array.from({ length: 1_000 }, (_, i) => attempt(`user-${i}`, '198.51.100.7'))
    const outcomes = await Promise.all(all)
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(250)
    now += 60_000
    const later = await Promise.all(
      Array.from({ length: 100 }, (_, i) => attempt(`late-${i}`, '198.51.100.7')),
    )
    expect(later.filter((outcome) => outcome === 'wrong')).toHaveLength(1)
  })

  it('is told from an office where two hundred log in at the same moment', async () => {
    const all = Array.from({ length: 200 }, (_, i) => attempt(`user-${i}`, '198.51.100.7', true))
    expect(new Set(await Promise.all(all))).toEqual(new Set(['in']))
  })

  it('does not make those wait who have logged in from that network before', async () => {
    expect(await attempt('boris', '198.51.100.7', true)).toBe('in')
    await spray(300)
    expect(await attempt('boris', '198.51.100.7', true)).toBe('in')
  })

  it('cannot buy more guesses with a login that succeeds', async () => {
    for (let i = 0; i < 300; i++) {
      await attempt(`user-${i}`, '198.51.100.7')
      await attempt('mallory', '198.51.100.7', true)
    }
    expect(asked - 300).toBeLessThanOrEqual(50)
  })
})

describe('many who guess from everywhere', () => {
  it('reach the broker with a bounded number of guesses a second', async () => {
    for (let i = 0; i < 3_000; i++) {
      await attempt(`user-${i}`, `10.${i >> 8}.${i & 255}.1`)
      now += 1
    }
    // Three seconds have passed.
    expect(asked).toBeGreaterThanOrEqual(500)
    expect(asked).toBeLessThanOrEqual(510)
  })

  it('do not keep out those who are known', async () => {
    expect(await attempt('boris', '192.0.2.1', true)).toBe('in')
    for (let i = 0; i < 1_000; i++) await attempt(`user-${i}`, `10.${i >> 8}.${i & 255}.1`)
    expect(await attempt('boris', '192.0.2.1', true)).toBe('in')
  })
})

describe('what does not count', () => {
  it('is a login that succeeds, and trouble at the broker', async () => {
    for (let i = 0; i < 100; i++) {
      expect(await attempt('anna', '198.51.100.7', true)).toBe('in')
      const down = guard.trader('anna', '198.51.100.7', () =>
        Promise.reject(new BrokerError('upstream_timeout')),
      )
      await expect(down).rejects.toMatchObject({ code: 'upstream_timeout' })
    }
    expect(await attempt('anna', '198.51.100.7')).toBe('wrong')
  })
})

it('who gets in after four slips may slip four times again', async () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 4; i++) expect(await attempt('anna', '198.51.100.7')).toBe('wrong')
    expect(await attempt('anna', '198.51.100.7', true)).toBe('in')
  }
})

describe("a wrong password for a login of TradingView's servers", () => {
  const guessAt = (address: string): string => {
    try {
      return guard.wrongForServers('tradingview', address)
    } catch (error) {
      return error instanceof BrokerError ? error.code : 'a bug'
    }
  }

  it('is refused, and after five from one network told to wait', () => {
    for (let i = 0; i < 5; i++) expect(guessAt('198.51.100.9')).toBe('wrong_credentials')
    expect(guessAt('198.51.100.9')).toBe('login_throttled')
    expect(guessAt('198.51.100.10')).toBe('wrong_credentials')
    now += 15_000
    expect(guessAt('198.51.100.9')).toBe('wrong_credentials')
    expect(guessAt('198.51.100.9')).toBe('login_throttled')
  })

  it('counts for no trader of that network', async () => {
    for (let i = 0; i < 1_000; i++) guessAt('198.51.100.9')
    expect(await attempt('anna', '198.51.100.9', true)).toBe('in')
  })
})

describe('a network', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:50123', '192.0.2.1'],
    ['[2001:db8:1:2::1]:50123', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['unknown', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    ['192.0.2.1, 10.0.0.1', 'unknown'],
    ['<script>', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it('holds all addresses of a /64 and none of another, in any spelling', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 4, maxLength: 4 }),
        (groups, others) => {
          fc.pre(groups.slice(0, 4).some((group) => group !== 0))
          const spell = (all: number[]) => all.map((group) => group.toString(16)).join(':')
          const home = networkOf(spell(groups))
          expect(networkOf(spell([...groups.slice(0, 4), ...others]))).toBe(home)
          const [first = 0, ...rest] = groups
          expect(networkOf(spell([first ^ 1, ...rest]))).not.toBe(home)
        },
      ),
    )
  })
})
