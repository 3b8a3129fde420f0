import { z } from 'zod'
import { dataClients, oauthClients } from './clients.ts'
import { logoFile } from './logo-file.ts'
import { furtherAccounts } from './service-accounts.ts'
import { symbolsFile } from './symbols-file.ts'
import { tokenKeys } from './token-keys.ts'
import * as value from './values.ts'

/** One environment variable: how its text is read, and what to tell an operator who got it wrong. */
export interface Variable<Value> {
  readonly schema: z.ZodType<Value>
  /** Completes "expected …". */
  readonly expected: string
  /** Stands for an unset variable; without one the variable is optional, or required. */
  readonly fallback?: string
  readonly required?: boolean
  /** Its text is never shown, not even when it is wrong. */
  readonly secret?: boolean
}

type Traits = Pick<Variable<unknown>, 'secret'>

function optional<V>(schema: z.ZodType<V>, expected: string, traits: Traits = {}): Variable<V | undefined> {
  return { schema, expected, ...traits }
}

function required<V>(schema: z.ZodType<V>, expected: string): Variable<V> {
  return { schema, expected, required: true }
}

function byDefault<V>(fallback: string, schema: z.ZodType<V>, expected: string): Variable<V> {
  return { schema, expected, fallback }
}

const anyText = z.string()

/** 24 days: TradingView keeps the time left in a 32-bit timer of milliseconds, which ends a little later. */
const MAX_TOKEN_MINUTES = 24 * 24 * 60

/** The whole configuration. `.env.example` explains every name to operators. */
export const variables = {
  PORT: byDefault('8080', value.port, 'a port number'),
  HOST: byDefault('0.0.0.0', z.string().regex(/^[\w.:-]+$/), 'an address to listen on'),
  ADMIN_PORT: byDefault('9090', value.port, 'a port number'),
  GATEWAY_ENV: byDefault('production', z.enum(['production', 'staging']), 'production or staging'),
  PUBLIC_URL: optional(value.webAddress, 'an address such as https://trading.example.com'),
  TRUST_PROXY: byDefault(
    'loopback',
    value.trustProxy,
    'true, false, a number of hops, or a list of addresses, ranges and the names loopback, linklocal, uniquelocal',
  ),
  LOG_LEVEL: byDefault('info', z.enum(['error', 'warn', 'info', 'debug']), 'error, warn, info or debug'),
  LOG_FORMAT: byDefault('json', z.enum(['json', 'text']), 'json or text'),

  TRADELOCKER_BASE_URL: required(
    value.webAddress,
    'an address such as https://demo.tradelocker.com/backend-api',
  ),
  TRADELOCKER_SERVERS: required(value.nameList, 'server names, all different, separated by commas'),
  TRADELOCKER_ACCOUNT_TYPE: optional(z.enum(['demo', 'live']), 'demo or live'),
  TRADELOCKER_DEVELOPER_API_KEY: optional(z.string().regex(/^[\x21-\x7e]+$/), 'a key without spaces', {
    secret: true,
  }),
  RATE_LIMIT_SCOPE: byDefault('user', z.enum(['user', 'account', 'gateway']), 'user, account or gateway'),
  RATE_LIMIT_HEADROOM: byDefault('0.9', value.share, 'a number above 0, at most 1'),
  UPSTREAM_MAX_RPS: optional(value.positiveInteger, 'a whole number of requests per second, at least 1'),

  TOKEN_KEYS: optional(tokenKeys, 'kid:base64url(32 bytes), several separated by commas', { secret: true }),
  PASSWORD_LOGIN: byDefault('true', value.boolean, 'true or false'),
  OAUTH_CLIENTS: optional(oauthClients, 'a JSON array', { secret: true }),
  OAUTH_IMPLICIT: byDefault('false', value.boolean, 'true or false'),
  OAUTH_ACCESS_TOKEN_MINUTES: byDefault(
    '20',
    value.positiveInteger.refine((minutes) => minutes <= MAX_TOKEN_MINUTES),
    `a whole number of minutes from 1 to ${MAX_TOKEN_MINUTES}`,
  ),
  BROKER_NAME: optional(z.string().max(60), 'a name of at most 60 characters'),
  BROKER_LOGO: optional(logoFile, 'the path of an SVG or PNG picture of at most 256 kB'),

  DATA_FEED_EMAIL: optional(anyText, 'an e-mail address'),
  DATA_FEED_PASSWORD: optional(anyText, 'a password', { secret: true }),
  DATA_FEED_SERVER: optional(anyText, 'a server name'),
  DATA_FEED_ACCOUNT_ID: optional(anyText, 'an account id'),
  DATA_FEED_ACCOUNTS: optional(furtherAccounts, 'a JSON array', { secret: true }),
  DATA_CLIENTS: optional(dataClients, 'a JSON array', { secret: true }),
  BROKER_ID: byDefault(
    'broker',
    z.string().regex(/^[a-z]+(_[a-z]+)*$/),
    'lower-case Latin letters and underscores',
  ),
  SYMBOLS_FILE: optional(symbolsFile, 'the path of a readable JSON file'),
  REDIS_URL: optional(value.redisAddress, 'an address such as redis://host:6379', { secret: true }),
} as const

export type VariableName = keyof typeof variables

/** What the variables hold, each by itself. */
export type Values = {
  readonly [Name in VariableName]: (typeof variables)[Name] extends Variable<infer Value> ? Value : never
}
