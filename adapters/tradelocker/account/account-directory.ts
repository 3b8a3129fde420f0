import type { TradingRules } from '../../../src/broker/account.ts'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import { MAX_ACCOUNTS } from '../bounds.ts'
import type { RateLimitType } from '../budgets/rate-limits.ts'
import { type Budgets, URGENT } from '../budgets/route-budgets.ts'
import { createSameAnswers } from '../same-answers.ts'
import { createSnapshots } from '../snapshots.ts'
import type { CallRequest, SessionClient } from '../transport/session-client.ts'
import { type User, userKeyOf } from '../transport/user-key.ts'
import { type AccountContext, accountKeyOf } from './account-context.ts'
import { type AccountRow, readAccounts, readTradingRules } from './accounts.ts'
import { areSameTables, parseTradeConfig, type Tables, type TradeConfig } from './trade-config.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** All panels come back together after a start; from then on what is read for them drifts apart. */
const SPREAD = 0.2

const ACCOUNTS = {
  freshMs: 5 * MINUTE,
  spread: SPREAD,
  staleMs: 10 * MINUTE,
  lastResortMs: 2 * HOUR,
  max: MAX_ACCOUNTS,
} as const
/** An order must not wait for them: what they do not allow any more, TradeLocker refuses itself. */
const RULES = { ...ACCOUNTS, staleMs: ACCOUNTS.lastResortMs } as const
/** Rows that fit no configuration must not have it read all the time. */
const RENEWED_MS = 5_000
const CONFIG = {
  freshMs: HOUR,
  spread: SPREAD,
  staleMs: HOUR + 10 * MINUTE,
  lastResortMs: 6 * HOUR,
  max: MAX_ACCOUNTS,
} as const
/** An order that has to know the broker's tables waits out a pause as a 429 brings it. */
const WAITS_MS = 10_000
/** About what one configuration takes in memory: some hundred columns under their names. */
const CONFIG_BYTES = 20_000
const MAX_CONFIG_BYTES = 16 * 1024 * 1024

/** Under a limit that is slower still, data may be late: it is read when it is too old, and waits for its budget. */
const MOST_SLOWNESS = 5
const UNLIMITED = { limit: 1, intervalMs: 0 } as const

/** What changes rarely about a user's accounts: which there are, how the broker's tables look, what is allowed. */
export interface AccountDirectory {
  accounts(client: SessionClient): Soon<readonly AccountRow[]>
  /** Columns and limits; also tells the budgets what the limits are. */
  config(client: SessionClient, accNum: string): Soon<TradeConfig>
  /**
   * Reads rows by the configuration. Where they do not fit it, the broker may have changed its tables: then the configuration
   * is read anew, and the rows by that one. @throws upstream_malformed when they do not fit that one either
   */
  readBy<T>(client: SessionClient, accNum: string, read: (config: TradeConfig) => T): Promise<T>
  /**
   * Asks the broker past all that is known whether these are its tables now: columns that nobody needs may move without a row that
   * fails. If not, whoever reads by the configuration from now on waits for it.
   */
  hasStill(account: AccountContext, tables: Tables): Promise<boolean>
  rules(account: AccountContext): Promise<TradingRules>
  /**
   * How many times longer than `ms` the calls of these limits have to be apart, by the configuration as it is known; 1 where they may
   * follow each other that fast.
   */
  slowness(account: AccountContext, types: readonly RateLimitType[], ms: number): number
  /** Lets go of all it holds of a user. @returns the accounts it knew */
  forget(user: User): readonly AccountRow[]
  /** The limits may have changed: the next look at the configuration reads it anew, once a minute at the most. */
  limitsInDoubt(user: { readonly user: string; readonly accNum?: string | undefined }): void
}

export function createAccountDirectory(budgets: Pick<Budgets, 'configure'>): AccountDirectory {
  const accounts = createSnapshots<readonly AccountRow[]>(ACCOUNTS)
  const configs = createSnapshots<TradeConfig>(CONFIG)
  const rules = createSnapshots<TradingRules>(RULES)
  /** A broker configures its users alike. */
  const sameConfigs = createSameAnswers<TradeConfig>({ of: () => CONFIG_BYTES, max: MAX_CONFIG_BYTES })

  const readConfig = async (
    client: SessionClient,
    accNum: string,
    request?: Omit<CallRequest, 'accNum'>,
  ): Promise<TradeConfig> => {
    const answer = await client.call('getConfigUsingGET', { accNum, ...request })
    return sameConfigs.of(answer, () => parseTradeConfig(answer))
  }

  const configOf = (client: SessionClient, accNum: string) =>
    configs.get(configKey(client.userKey, accNum), async () => {
      const config = await readConfig(client, accNum)
      budgets.configure({ user: client.userKey, accNum }, config.rateLimits)
      return config
    })

  return {
    accounts: (client) =>
      accounts.get(client.userKey, async () => readAccounts(await client.call('getAllAccounts', {}))),

    config: configOf,

    async readBy(client, accNum, read) {
      const config = await configOf(client, accNum)
      try {
        return read(config)
      } catch (error) {
        const isUnfit = error instanceof BrokerError && error.code === 'upstream_malformed'
        if (!isUnfit || !configs.renew(configKey(client.userKey, accNum), RENEWED_MS)) throw error
        return read(await configOf(client, accNum))
      }
    },

    async hasStill({ client, accNum }, tables) {
      const { columns } = await readConfig(client, accNum, { ...URGENT, deadlineMs: WAITS_MS })
      const isSame = areSameTables(columns, tables)
      if (!isSame) configs.drop(configKey(client.userKey, accNum))
      return isSame
    },

    rules: async ({ client, id, accNum, key }) =>
      rules.get(key, async () => readTradingRules(await client.call('getAccounts', { accNum }), id)),

    slowness({ userKey, accNum }, types, ms) {
      const limits = configs.last(configKey(userKey, accNum))?.rateLimits
      const apart = types.map((type) => {
        const { limit, intervalMs } = limits?.get(type) ?? UNLIMITED
        return intervalMs / limit
      })
      return Math.min(MOST_SLOWNESS, Math.max(1, ...apart.map((gap) => gap / ms)))
    },

    forget(user) {
      const key = userKeyOf(user)
      const rows = accounts.last(key) ?? []
      accounts.drop(key)
      for (const { id, accNum } of rows) {
        configs.drop(configKey(key, accNum))
        rules.drop(accountKeyOf(user.server, id))
      }
      return rows
    },

    limitsInDoubt({ user, accNum }) {
      if (accNum !== undefined) configs.expire(configKey(user, accNum), MINUTE)
    },
  }
}

const configKey = (user: string, accNum: string) => `${user}|${accNum}`
