import { beforeEach, describe, expect, it } from 'vitest'
import { createSessionProof, type SessionProof } from '../../../adapters/tradelocker/session-proof.ts'
import { malformed, UpstreamError } from '../../../adapters/tradelocker/transport/upstream-error.ts'
import type { TradingAccount } from '../../../src/broker/broker.ts'
import { BrokerError } from '../../../src/broker/errors.ts'
import { aFakeAccount, fakeSession } from '../../support/fake-session.ts'

const MINUTE = 60_000

let account: TradingAccount
let proof: SessionProof
/** Milliseconds since TradeLocker has accepted the login. */
let age: number
let answer: () => Promise<unknown>
let calls: string[]

beforeEach(async () => {
  account = await fakeSession(aFakeAccount('7080')).account('7080')
  age = 0
  calls = []
  answer = async () => {
    age = 0
    return { accounts: [] }
  }
  proof = createSessionProof({
    wasAcceptedWithin: (ms) => age < ms,
    call(route) {
      calls.push(route)
      return answer()
    },
  })
})

const use = async () => proof(() => account)

describe('a login', () => {
  it('that TradeLocker has accepted within the last minute is not put to it again', async () => {
    age = MINUTE - 1
    expect(await use()).toBe(account)
    expect(calls).toEqual([])
  })

  it('is put to it once a minute, once for all who wait', async () => {
    age = MINUTE
    expect(await Promise.all([use(), use(), use()])).toEqual([account, account, account])
    expect(calls).toEqual(['getAllAccounts'])
    await use()
    expect(calls).toHaveLength(1)
  })

  it('that has ended is refused, whatever other logins of the user could still read', async () => {
    age = MINUTE
    answer = () => Promise.reject(new BrokerError('session_expired'))
    await expect(use()).rejects.toMatchObject({ code: 'session_expired' })
  })
})

/** All that is not an answer about the login. */
const TROUBLE: readonly UpstreamError[] = [
  new UpstreamError('upstream_unavailable', { delivery: 'unknown' }),
  new UpstreamError('upstream_timeout', { delivery: 'unknown' }),
  new UpstreamError('rate_limited', { delivery: 'answered', retryAfterMs: 5_000 }),
  new UpstreamError('rejected', { delivery: 'answered', status: 403 }),
  malformed('HTML'),
]

describe('while TradeLocker says nothing about a login', () => {
  it.each(TROUBLE)('it is believed for a quarter of an hour ($code)', async (trouble) => {
    answer = () => Promise.reject(trouble)
    age = 15 * MINUTE - 1
    expect(await use()).toBe(account)
  })

  it.each(TROUBLE)(
    'then nothing is read with it any more, until it is confirmed ($code)',
    async (trouble) => {
      const confirm = answer
      answer = () => Promise.reject(trouble)
      age = 15 * MINUTE
      const doubted = await use()
      const reads = [
        () => doubted.state(),
        () => doubted.orders(),
        () => doubted.ordersHistory(10),
        () => doubted.positions(),
        () => doubted.executions('EURUSD', 10),
        () => doubted.quotes(['EURUSD']),
        () => doubted.depth('EURUSD'),
      ]
      for (const read of reads) await expect(read()).rejects.toBe(trouble)
      answer = confirm
      expect(await use()).toBe(account)
    },
  )

  it('its user can still get out: TradeLocker judges every change by itself', async () => {
    answer = () => Promise.reject(TROUBLE[0])
    age = 24 * 60 * MINUTE
    const doubted = await use()
    await doubted.closePosition('p1', undefined)
    await doubted.cancelOrder('o1')
  })

  it('a bug is no trouble of TradeLocker', async () => {
    age = MINUTE
    answer = () => Promise.reject(new TypeError('a bug'))
    await expect(use()).rejects.toThrow('a bug')
  })
})
