import { afterEach, describe, expect, it } from 'vitest'
import { createAccountDirectory } from '../../../../../adapters/tradelocker/account/account-directory.ts'
import {
  type ServiceAccounts,
  startServiceAccounts,
} from '../../../../../adapters/tradelocker/feed/accounts/service-accounts.ts'
import type { AdapterLog, ServiceAccount } from '../../../../../adapters/tradelocker/options.ts'
import type { SessionClient } from '../../../../../adapters/tradelocker/transport/session-client.ts'
import { BrokerError } from '../../../../../src/broker/errors.ts'
import { eventually } from '../../../../support/eventually.ts'
import { fakeClient } from '../../../../support/fake-client.ts'
import { tradeConfigAnswer } from '../../../../support/trade-config.ts'

const config = tradeConfigAnswer()

/** A TradeLocker of logins only: a test says whose login fails how, and whose session has ended. */
function logins() {
  const tried: string[] = []
  const failures = new Map<string, Error>()
  const ended = new Set<SessionClient>()
  const opened: SessionClient[] = []
  return {
    tried,
    failures,
    /** Ends the sessions that are open now. */
    end: () => {
      for (const client of opened) ended.add(client)
    },
    async logIn({ email, server }: ServiceAccount): Promise<SessionClient> {
      tried.push(email)
      const failure = failures.get(email)
      if (failure !== undefined) throw failure
      const client = fakeClient({
        user: email,
        server,
        async call(route) {
          if (ended.has(client)) throw new BrokerError('session_expired')
          if (route === 'getConfigUsingGET') return config
          return { accounts: ACCOUNTS }
        },
      })
      opened.push(client)
      return client
    },
  }
}

const ACCOUNTS = [
  { id: '1', accNum: '1', currency: 'USD', status: 'SUSPENDED' },
  { id: '2', accNum: '2', currency: 'USD', status: 'ACTIVE' },
  { id: '3', accNum: '3', currency: 'USD', status: 'ACTIVE' },
]

const service = (email: string, accountId?: string): ServiceAccount => ({
  email,
  password: 'p',
  server: 'MAIN',
  accountId,
})

let services: ServiceAccounts | undefined
afterEach(() => services?.close())

function start(world: ReturnType<typeof logins>, ...all: ServiceAccount[]) {
  const lines: string[] = []
  const told: { configured: number; usable: number }[] = []
  const note = (message: string) => void lines.push(message)
  const log: AdapterLog = { info: note, warn: note, error: note }
  services = startServiceAccounts({
    services: all,
    logIn: world.logIn,
    directory: createAccountDirectory({ configure: () => undefined }),
    log,
    events: { serviceAccounts: (event) => void told.push(event) },
    // So that a session that ends at once counts as any other failure, only quicker.
    pauses: { passing: [20, 40], refused: [150, 300] },
  })
  return { services, lines, told }
}

const ids = (all: ServiceAccounts) => all.accounts().map(({ id }) => id)

describe('service accounts', () => {
  it('log in all by themselves; the first active account counts unless one is named', async () => {
    const { services: all, told } = start(logins(), service('a'), service('b', '3'))
    expect((await all.lead()).id).toBe('2')
    await eventually(
      async () => ids(all),
      (found) => expect(found).toEqual(['2', '3']),
    )
    expect(all.status()).toEqual({ configured: 2, usable: 2, trouble: undefined })
    expect(told.at(-1)).toEqual({ configured: 2, usable: 2 })
  })

  it('are missed with a clear error where none is configured', async () => {
    const { services: all } = start(logins())
    await expect(all.lead()).rejects.toMatchObject({ code: 'data_feed_unconfigured' })
    expect(all.status()).toEqual({ configured: 0, usable: 0, trouble: undefined })
  })

  it('stand in for one another: the lead is the first that can be used', async () => {
    const world = logins()
    world.failures.set('a', new BrokerError('wrong_credentials'))
    const { services: all } = start(world, service('a'), service('b'))
    expect((await all.lead()).client.user).toBe('b')
    expect(all.status()).toEqual({ configured: 2, usable: 1, trouble: 'wrong_credentials' })
    world.failures.clear()
    await eventually(all.lead, ({ client }) => expect(client.user).toBe('a'))
  })

  it('that cannot log in are tried again, refused ones seldom, and say why meanwhile', async () => {
    const world = logins()
    world.failures.set('a', new BrokerError('wrong_credentials'))
    world.failures.set('b', new BrokerError('upstream_unavailable'))
    const { services: all, lines } = start(world, service('a'), service('b'))
    await expect(all.lead()).rejects.toMatchObject({ code: 'data_feed_unavailable', retry: 'after' })
    expect(all.status()).toMatchObject({ usable: 0, trouble: 'wrong_credentials' })
    expect(lines).toContain('A service account cannot log in; it tries again.')
    const triesOf = (email: string) => world.tried.filter((one) => one === email).length
    await eventually(
      async () => triesOf('b'),
      (tries) => expect(tries).toBeGreaterThanOrEqual(6),
    )
    expect(triesOf('a')).toBeLessThanOrEqual(3)
  })

  it.each([
    ['an account that is not there', service('a', '99'), 'account_not_found'],
    ['an account that is suspended', service('a', '1'), 'account_not_active'],
  ])('name %s', async (_what, wrong, trouble) => {
    const { services: all } = start(logins(), wrong)
    await eventually(
      async () => all.status().trouble,
      (found) => expect(found).toBe(trouble),
    )
  })

  it('log in again when their session has ended, whoever finds out', async () => {
    const world = logins()
    const { services: all } = start(world, service('a'))
    const first = await all.lead()
    world.end()
    await expect(first.client.call('getQuotes', {})).rejects.toMatchObject({ code: 'session_expired' })
    // Not even for an instant is the ended one handed out again.
    expect(all.accounts()).toEqual([])
    await eventually(
      async () => all.accounts(),
      (found) => expect(found).toHaveLength(1),
    )
    expect(all.accounts()[0]).not.toBe(first)
    // What the old session says late means nothing to the new one.
    await expect(first.client.call('getQuotes', {})).rejects.toThrow()
    expect(all.accounts()).toHaveLength(1)
  })

  it('never tell who asks that a session has ended', async () => {
    const world = logins()
    const { services: all } = start(world, service('a'))
    await all.lead()
    world.end()
    world.failures.set('a', new BrokerError('upstream_unavailable'))
    await expect(all.read(({ client }) => client.call('getQuotes', {}))).rejects.toMatchObject({
      code: 'data_feed_unavailable',
    })
  })

  it('read once more through the next one when a session turns out to have ended', async () => {
    const world = logins()
    const { services: all } = start(world, service('a'), service('b'))
    await eventually(
      async () => all.accounts(),
      (found) => expect(found).toHaveLength(2),
    )
    const asked: string[] = []
    const answer = await all.read(async ({ client }) => {
      asked.push(client.user)
      if (client.user === 'a') {
        world.end()
        return client.call('getQuotes', {})
      }
      return 'an answer'
    })
    expect(answer).toBe('an answer')
    expect(asked).toEqual(['a', 'b'])
  })
})
