import type { TradingRules } from '../../src/broker/account.ts'
import type { AccountContext } from './account-context.ts'
import { type AccountRow, readAccounts, readTradingRules } from './accounts.ts'
import type { Budgets } from './route-budgets.ts'
import type { SessionClient } from './session-client.ts'
import { createSnapshots } from './snapshots.ts'
import { parseTradeConfig, type TradeConfig } from './trade-config.ts'
import { userKeyOf } from './user-key.ts'

const MINUTE = 60_000

/** What changes rarely about a user's accounts: which there are, how the broker's tables look, what is allowed. */
export interface AccountDirectory {
  accounts(client: SessionClient): Promise<readonly AccountRow[]>
  /** Columns and limits; also tells the budgets what the limits are. */
  config(client: SessionClient, accNum: string): Promise<TradeConfig>
  rules(account: AccountContext): Promise<TradingRules>
}

export function createAccountDirectory(
  budgets: Pick<Budgets, 'configure'>,
  clock: () => number,
): AccountDirectory {
  const accounts = createSnapshots<readonly AccountRow[]>({ max: 20_000, maxAgeMs: 5 * MINUTE, clock })
  const configs = createSnapshots<TradeConfig>({ max: 5_000, maxAgeMs: 60 * MINUTE, clock })
  const rules = createSnapshots<TradingRules>({ max: 20_000, maxAgeMs: 5 * MINUTE, clock })

  return {
    accounts: (client) =>
      accounts.get(userKeyOf(client), async () => readAccounts(await client.call('getAllAccounts', {}))),

    config: (client, accNum) =>
      configs.get(`${userKeyOf(client)}|${accNum}`, async () => {
        const config = parseTradeConfig(await client.call('getConfigUsingGET', { accNum }))
        budgets.configure(userKeyOf(client), config.rateLimits)
        return config
      }),

    rules: ({ client, id, accNum, key }) =>
      rules.get(key, async () => readTradingRules(await client.call('getAccounts', { accNum }), id)),
  }
}
