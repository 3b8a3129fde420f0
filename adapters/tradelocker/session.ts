import type { Account } from '../../src/broker/account.ts'
import type { BrokerSession, PollingIntervals, TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { accountContext } from './account-context.ts'
import type { AccountRow } from './accounts.ts'
import type { OrderPlacement } from './order-placement.ts'
import type { Parts } from './parts.ts'
import type { RateLimit, RateLimits } from './rate-limits.ts'
import type { SessionClient } from './session-client.ts'
import { createTradingAccount } from './trading-account.ts'

export interface SessionOptions {
  readonly accountType: 'live' | 'demo'
  /** Share of the published limits that is used. */
  readonly headroom: number
}

/** One login, as the port describes it. */
export function createSession(
  parts: Parts,
  placement: OrderPlacement,
  client: SessionClient,
  { accountType, headroom }: SessionOptions,
): BrokerSession {
  const opened = new Map<string, TradingAccount>()

  const toAccount = ({ id, name, currency }: AccountRow): Account => ({
    id,
    name,
    currency,
    type: accountType,
  })

  const activeRows = async () => (await parts.directory.accounts(client)).filter((row) => row.active)

  /** Tables and limits are told per account; the first one stands for the session. */
  const config = async () => {
    const [row] = await activeRows()
    if (row === undefined) throw new BrokerError('account_not_active')
    return parts.directory.config(client, row.accNum)
  }

  return {
    get grant() {
      return client.grant()
    },

    accounts: async () => (await activeRows()).map(toAccount),

    async account(accountId) {
      const known = opened.get(accountId)
      if (known !== undefined) return known
      const row = (await parts.directory.accounts(client)).find(({ id }) => id === accountId)
      if (row === undefined) throw new BrokerError('account_not_found')
      if (!row.active) throw new BrokerError('account_not_active')
      // Also tells the budgets the account's limits, before anything is asked of it.
      await parts.directory.config(client, row.accNum)
      const account = createTradingAccount(parts, placement, accountContext(client, row), toAccount(row))
      opened.set(accountId, account)
      return account
    },

    detailColumns: async () => (await config()).accountDetails,

    pollingIntervals: async () => pollingIntervals((await config()).rateLimits, headroom),
  }
}

/** The pace at which a panel sees something new at every poll, or at every second one of the prices. */
function pollingIntervals(limits: RateLimits, headroom: number): PollingIntervals {
  const paceOf = (limit: RateLimit | undefined) =>
    limit === undefined ? 0 : Math.ceil(limit.intervalMs / limit.limit / headroom)
  return {
    // One call per symbol: a handful of symbols share the limit.
    quotes: Math.max(500, paceOf(limits.get('QUOTES'))),
    orders: Math.max(1_000, paceOf(limits.get('GET_ORDERS'))),
    positions: Math.max(1_000, paceOf(limits.get('GET_POSITIONS'))),
    accountState: Math.max(1_000, paceOf(limits.get('GET_ACCOUNTS_STATE'))),
  }
}
