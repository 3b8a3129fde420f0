import { afterEach, describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import {
  keepLoggedIn,
  type ServiceLogin,
} from '../../../../../adapters/tradelocker/feed/accounts/service-login.ts'
import { BrokerError } from '../../../../../src/broker/errors.ts'

const MINUTE = 60_000

let login: ServiceLogin | undefined
afterEach(() => login?.close())

/** Lets so many attempts fail, and tells how long it paused after each, in milliseconds. No time passes. */
async function pausesAfter(failure: Error, attempts: number, random = 0): Promise<number[]> {
  const pauses: number[] = []
  const enough = Promise.withResolvers<void>()
  login = keepLoggedIn({
    open: async (): Promise<AccountContext> => {
      throw failure
    },
    onChange: () => undefined,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    number: 1,
    random: () => random,
    sleep: async (ms, signal) => {
      pauses.push(ms)
      if (pauses.length < attempts) return
      enough.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  })
  await enough.promise
  return pauses
}

describe('the pauses of a service account that cannot log in', () => {
  it.each(['wrong_credentials', 'account_not_found', 'account_not_active'] as const)(
    'grow from one minute to a quarter of an hour after %s: trying on would keep it locked',
    async (code) => {
      const pauses = await pausesAfter(new BrokerError(code), 7)
      expect(pauses.map((ms) => ms / MINUTE)).toEqual([1, 2, 4, 8, 15, 15, 15])
    },
  )

  it('grow from two seconds to five minutes after what passes by itself', async () => {
    const pauses = await pausesAfter(new BrokerError('upstream_unavailable'), 10)
    expect(pauses.map((ms) => ms / 1_000)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  })

  it('are as long as TradeLocker asks for, and spread by up to a quarter', async () => {
    const throttled = new BrokerError('login_throttled', { retry: 'after', retryAfterMs: 10_000 })
    expect(await pausesAfter(throttled, 3)).toEqual([10_000, 10_000, 10_000])
    login?.close()
    expect(await pausesAfter(throttled, 2, 1)).toEqual([12_500, 12_500])
  })
})

it('a session that lasted five minutes is followed by a login at once, one that ended sooner by a pause', async () => {
  const lives = [5 * MINUTE - 1, 5 * MINUTE, 5 * MINUTE - 1]
  const pauses: number[] = []
  const enough = Promise.withResolvers<void>()
  let now = 0
  const client = {
    call: async () => {
      throw new BrokerError('session_expired')
    },
  }
  login = keepLoggedIn({
    open: async () => ({ client }) as unknown as AccountContext,
    onChange() {
      const { account } = login ?? {}
      if (account === undefined) return
      now += lives.shift() ?? 0
      account.client.call('getAllAccounts', {}).catch(() => undefined)
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    number: 1,
    random: () => 0,
    elapsed: () => now,
    sleep: async (ms, signal) => {
      pauses.push(ms)
      if (pauses.length < 3) return
      enough.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  })
  await enough.promise
  expect(pauses).toEqual([2_000, 0, 2_000])
})
