import type { Broker, BrokerSession, Credentials, SessionGrant } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { aFakeAccount, fakeSession } from './fake-session.ts'
import { createMemoryMarketData, type MemoryMarketData } from './memory-market-data.ts'
import { aFeedInstrument } from './samples.ts'

export const TRADER = { email: 'trader@example.test', password: 'correct horse', server: 'MAIN' } as const

/** The account every trader of the memory broker has. */
export const ACCOUNT_ID = '7080'

export interface MemoryBroker extends Broker {
  readonly marketData: MemoryMarketData
  /** Every login that was tried. */
  readonly logins: Credentials[]
  /** Every grant a session was made of again. */
  readonly resumed: SessionGrant[]
  /** Thrown by every login while it is set. */
  loginFailure: Error | undefined
  /** Awaited or thrown by every read of the accounts while it is set. */
  beforeAccounts: (() => Promise<void>) | undefined
  ready: boolean
  closed: boolean
  /** Unix milliseconds: until when new sessions last. */
  sessionsEnd: number
  /** What new sessions keep of the broker's tokens. */
  refreshToken: string
}

/** A broker with one trader on every server, all in memory. */
export function createMemoryBroker(sessionsEnd: number): MemoryBroker {
  const broker: MemoryBroker = {
    logins: [],
    resumed: [],
    loginFailure: undefined,
    beforeAccounts: undefined,
    ready: true,
    closed: false,
    sessionsEnd,
    refreshToken: 'a-refresh-token',
    async logIn(credentials) {
      broker.logins.push(credentials)
      if (broker.loginFailure !== undefined) throw broker.loginFailure
      const isTrader = credentials.email === TRADER.email && credentials.password === TRADER.password
      if (!isTrader) throw new BrokerError('wrong_credentials')
      return session({
        server: credentials.server,
        user: credentials.email,
        expiresAt: broker.sessionsEnd,
        state: { refreshToken: broker.refreshToken },
      })
    },
    resume(grant) {
      broker.resumed.push(grant)
      return session(grant)
    },
    marketData: createMemoryMarketData([aFeedInstrument()]),
    readiness: () => ({ ready: broker.ready, detail: { instruments: 3 } }),
    async close() {
      broker.closed = true
    },
  }

  function session(grant: SessionGrant): BrokerSession {
    const fake = fakeSession(aFakeAccount(ACCOUNT_ID))
    return {
      ...fake,
      grant,
      shortGrant: grant,
      async accounts() {
        await broker.beforeAccounts?.()
        return fake.accounts()
      },
    }
  }
  return broker
}
