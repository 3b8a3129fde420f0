import type { DataClient, OAuthClient } from './config/clients.ts'
import type { LogoFile } from './config/logo-file.ts'
import { ConfigError } from './config/mistake.ts'
import type { Environment } from './config/read.ts'
import { readVariables } from './config/read.ts'
import { brokenRules } from './config/rules.ts'
import type { ServiceAccount } from './config/service-accounts.ts'
import type { SymbolsFile } from './config/symbols-file.ts'
import type { TokenKey } from './config/token-keys.ts'
import type { Values } from './config/variables.ts'

export { ConfigError } from './config/mistake.ts'

/** Everything an operator decides. The names of the environment variables are explained in `.env.example`. */
export interface Config {
  readonly environment: 'production' | 'staging'
  readonly server: {
    readonly host: string
    readonly port: number
    readonly adminPort: number
    readonly trustProxy: boolean | number | readonly string[]
    /** External address without a slash at its end. */
    readonly publicUrl: string | undefined
  }
  readonly log: {
    readonly level: 'error' | 'warn' | 'info' | 'debug'
    readonly format: 'json' | 'text'
  }
  readonly tradeLocker: {
    /** Without a slash at its end. */
    readonly baseUrl: string
    /** The first is the default at login. */
    readonly servers: readonly [string, ...string[]]
    readonly accountType: 'demo' | 'live'
    readonly developerApiKey: string | undefined
    readonly rateLimits: {
      readonly scope: 'user' | 'account' | 'gateway'
      /** Share of the published limits that is used. */
      readonly headroom: number
      /** Ceiling over all users, in requests per second. */
      readonly maxRps: number | undefined
    }
  }
  readonly auth: {
    /** The first seals, all open. Empty, in staging only: the gateway makes one for as long as it runs. */
    readonly tokenKeys: readonly TokenKey[]
    readonly passwordLogin: boolean
    readonly oauthClients: readonly OAuthClient[]
    readonly oauthImplicit: boolean
    /** Life of an access token, in milliseconds. */
    readonly oauthAccessMs: number
  }
  readonly loginPage: {
    readonly brokerName: string | undefined
    readonly logo: LogoFile | undefined
  }
  readonly dataFeed: {
    /** All of one server. Empty: the data half has nothing to read through. */
    readonly serviceAccounts: readonly ServiceAccount[]
    /** Empty: the data half is public. */
    readonly clients: readonly DataClient[]
    readonly brokerId: string
    readonly symbols: SymbolsFile | undefined
  }
  readonly redisUrl: string | undefined
}

/**
 * Reads the configuration, and the file that SYMBOLS_FILE names.
 * @throws ConfigError with every mistake there is
 */
export function loadConfig(env: Environment): Config {
  const { values, mistakes } = readVariables(env)
  const all = [...mistakes, ...brokenRules(values, env)]
  if (all.length > 0) throw new ConfigError(all)
  // Nothing was wrong, so nothing is missing.
  return arrange(values as Values)
}

function arrange(values: Values): Config {
  return {
    environment: values.GATEWAY_ENV,
    server: {
      host: values.HOST,
      port: values.PORT,
      adminPort: values.ADMIN_PORT,
      trustProxy: values.TRUST_PROXY,
      publicUrl: values.PUBLIC_URL,
    },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    tradeLocker: {
      baseUrl: values.TRADELOCKER_BASE_URL,
      servers: values.TRADELOCKER_SERVERS,
      accountType: values.TRADELOCKER_ACCOUNT_TYPE ?? accountTypeOf(values.TRADELOCKER_BASE_URL),
      developerApiKey: values.TRADELOCKER_DEVELOPER_API_KEY,
      rateLimits: {
        scope: values.RATE_LIMIT_SCOPE,
        headroom: values.RATE_LIMIT_HEADROOM,
        maxRps: values.UPSTREAM_MAX_RPS,
      },
    },
    auth: {
      tokenKeys: values.TOKEN_KEYS ?? [],
      passwordLogin: values.PASSWORD_LOGIN,
      oauthClients: values.OAUTH_CLIENTS ?? [],
      oauthImplicit: values.OAUTH_IMPLICIT,
      oauthAccessMs: values.OAUTH_ACCESS_TOKEN_MINUTES * 60_000,
    },
    loginPage: { brokerName: values.BROKER_NAME, logo: values.BROKER_LOGO },
    dataFeed: {
      serviceAccounts: serviceAccounts(values),
      clients: values.DATA_CLIENTS ?? [],
      brokerId: values.BROKER_ID,
      symbols: values.SYMBOLS_FILE,
    },
    redisUrl: values.REDIS_URL,
  }
}

/** TradeLocker's demo environments are called demo-something. */
function accountTypeOf(baseUrl: string): 'demo' | 'live' {
  return new URL(baseUrl).hostname.startsWith('demo') ? 'demo' : 'live'
}

function serviceAccounts(values: Values): readonly ServiceAccount[] {
  const { DATA_FEED_EMAIL: email, DATA_FEED_PASSWORD: password, DATA_FEED_ACCOUNTS: others = [] } = values
  if (email === undefined || password === undefined) return []
  const server = values.DATA_FEED_SERVER ?? values.TRADELOCKER_SERVERS[0]
  const first = { email, password, server, accountId: values.DATA_FEED_ACCOUNT_ID }
  return [first, ...others.map((other) => ({ ...other, server }))]
}
