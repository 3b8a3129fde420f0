import type { Account } from '../../src/broker/account.ts'
import type { BrokerSession, PollingIntervals, TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { type Soon, soon } from '../../src/broker/soon.ts'
import { accountContext } from './account/account-context.ts'
import type { AccountRow } from './account/accounts.ts'
import type { RateLimit, RateLimits } from './budgets/rate-limits.ts'
import type { Parts } from './parts.ts'
import { createSessionProof } from './session-proof.ts'
import type { OrderPlacement } from './trading/placing/order-placement.ts'
import { createTradingAccount } from './trading-account.ts'
import type { SessionClient } from './transport/session-client.ts'

export interface SessionOptions {
  readonly accountType: 'live' | 'demo'
  /** Takes the session off the open ones. */
  readonly end: () => void
  /** Share of the published limits that is used. */
  readonly headroom: number
}

interface OpenedAccount {
  /** The list in which it was found last. */
  rows: readonly AccountRow[]
  readonly row: AccountRow
  readonly account: TradingAccount
}

/** The account stands for the same number and money as before; nothing else of a row is used. */
function isSame(a: AccountRow, b: AccountRow): boolean {
  return a === b || (a.accNum === b.accNum && a.currency === b.currency && a.name === b.name)
}

/** One login, as the port describes it. */
export function createSession(
  parts: Parts,
  placement: OrderPlacement,
  client: SessionClient,
  { accountType, end, headroom }: SessionOptions,
): BrokerSession {
  const opened = new Map<string, OpenedAccount>()
  const proven = createSessionProof(client)

  const toAccount = ({ id, name, currency }: AccountRow): Account => ({
    id,
    name,
    currency,
    type: accountType,
  })

  const activeRows = async () => (await parts.directory.accounts(client)).filter((row) => row.active)

  /** Tables and limits are told per account; the first one stands for the session. */
  const config = () =>
    soon(parts.directory.accounts(client), (rows) => {
      const row = rows.find(({ active }) => active)
      if (row === undefined) throw new BrokerError('account_not_active')
      return parts.directory.config(client, row.accNum)
    })

  const accountOf = (rows: readonly AccountRow[], accountId: string): Soon<TradingAccount> => {
    const known = opened.get(accountId)
    if (known?.rows === rows) return known.account
    const row = rows.find(({ id }) => id === accountId)
    if (row === undefined) throw new BrokerError('account_not_found')
    if (!row.active) throw new BrokerError('account_not_active')
    if (known !== undefined && isSame(known.row, row)) {
      known.rows = rows
      return known.account
    }
    // Also tells the budgets the account's limits, before anything is asked of it.
    return soon(parts.directory.config(client, row.accNum), () => {
      const account = createTradingAccount(parts, placement, accountContext(client, row), toAccount(row))
      opened.set(accountId, { rows, row, account })
      return account
    })
  }

  return {
    get grant() {
      return client.grant()
    },

    hasEnded: () => client.hasEnded(),
    end,
    get shortGrant() {
      return client.shortGrant()
    },

    freshFor: (ms) => client.freshFor(ms),
    inHaste: (action) => client.inHaste(action),

    accounts: async () => (await activeRows()).map(toAccount),

    account: (accountId) =>
      proven(() => soon(parts.directory.accounts(client), (rows) => accountOf(rows, accountId))),

    detailColumns: () => soon(config(), ({ accountDetails }) => accountDetails),

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
