import { type Mistake, TLS_SWITCH } from './mistake.ts'
import type { Environment } from './read.ts'
import { missing, shown } from './read.ts'
import { loginKey } from './service-accounts.ts'
import { readJsonFile } from './symbols-file.ts'
import { symbolsFileMistakes } from './symbols-file-rules.ts'
import { isLoopback } from './values.ts'
import type { Values, VariableName } from './variables.ts'

type Rule = (values: Partial<Values>, env: Environment) => readonly Mistake[]

/** What has to hold between variables. Values that are wrong by themselves are missing here. */
const rules: readonly Rule[] = [
  ({ PORT, ADMIN_PORT }, env) =>
    PORT !== undefined && PORT !== 0 && PORT === ADMIN_PORT
      ? [wrong('ADMIN_PORT', 'a port other than PORT', env)]
      : [],

  (values, env) =>
    isProduction(values) && isUnset('TOKEN_KEYS', env)
      ? [missing('TOKEN_KEYS', ', required in production')]
      : [],

  (values, env) =>
    isProduction(values) && values.PUBLIC_URL?.startsWith('http:')
      ? [wrong('PUBLIC_URL', 'an https address in production', env)]
      : [],

  (values, env) => {
    const address = values.TRADELOCKER_BASE_URL
    return isProduction(values) && address?.startsWith('http:') && !isLoopback(address)
      ? [wrong('TRADELOCKER_BASE_URL', 'an https address in production, unless it is on this machine', env)]
      : []
  },

  (values, env) =>
    isProduction(values) && env[TLS_SWITCH] === '0'
      ? [
          {
            name: TLS_SWITCH,
            expected: "not to be 0 in production: it lets any certificate pass for TradeLocker's",
            received: '"0"',
          },
        ]
      : [],

  ({ OAUTH_CLIENTS }, env) =>
    OAUTH_CLIENTS !== undefined && isUnset('PUBLIC_URL', env)
      ? [missing('PUBLIC_URL', ', required with OAUTH_CLIENTS')]
      : [],

  ({ OAUTH_CLIENTS, DATA_CLIENTS }, env) =>
    OAUTH_CLIENTS === undefined &&
    DATA_CLIENTS?.some((client) => 'clientId' in client && client.tokenUrl === undefined) &&
    isUnset('PUBLIC_URL', env)
      ? [missing('PUBLIC_URL', ', required by a client of DATA_CLIENTS without token_url')]
      : [],

  (_values, env) => {
    const together = ['DATA_FEED_EMAIL', 'DATA_FEED_PASSWORD'] as const
    const any = [...together, 'DATA_FEED_SERVER', 'DATA_FEED_ACCOUNT_ID', 'DATA_FEED_ACCOUNTS'] as const
    if (any.every((name) => isUnset(name, env))) return []
    return together
      .filter((name) => isUnset(name, env))
      .map((name) => missing(name, ', required with the other DATA_FEED variables'))
  },

  // Instruments of two servers have nothing to do with each other, whatever their names.
  ({ DATA_FEED_ACCOUNTS = [], DATA_FEED_SERVER, TRADELOCKER_SERVERS }, env) => {
    const server = DATA_FEED_SERVER ?? TRADELOCKER_SERVERS?.[0]
    return DATA_FEED_ACCOUNTS.flatMap((account, index) =>
      server === undefined || account.server === undefined || account.server === server
        ? []
        : [
            {
              name: `DATA_FEED_ACCOUNTS[${index}].server` as const,
              expected: `the server of the first service account, ${JSON.stringify(server)}`,
              received: shown('DATA_FEED_ACCOUNTS', env),
            },
          ],
    )
  },

  ({ DATA_FEED_ACCOUNTS = [], DATA_FEED_EMAIL = '', DATA_FEED_ACCOUNT_ID }, env) => {
    const keys = [
      loginKey(DATA_FEED_EMAIL, DATA_FEED_ACCOUNT_ID),
      ...DATA_FEED_ACCOUNTS.map(({ email, accountId }) => loginKey(email, accountId)),
    ]
    return DATA_FEED_ACCOUNTS.flatMap((_, index) =>
      keys.indexOf(keys[index + 1] ?? '') === index + 1
        ? []
        : [
            {
              name: `DATA_FEED_ACCOUNTS[${index}]` as const,
              expected: 'an account of its own: another service account is the same',
              received: shown('DATA_FEED_ACCOUNTS', env),
            },
          ],
    )
  },

  ({ BROKER_ID, TRADELOCKER_SERVERS }, env) =>
    BROKER_ID === undefined || isUnset('SYMBOLS_FILE', env)
      ? []
      : symbolsFileMistakes(readJsonFile((env.SYMBOLS_FILE ?? '').trim()), BROKER_ID, TRADELOCKER_SERVERS),
]

/** Checks all rules, and so tells all mistakes at once. */
export function brokenRules(values: Partial<Values>, env: Environment): readonly Mistake[] {
  return rules.flatMap((rule) => rule(values, env))
}

function isProduction(values: Partial<Values>): boolean {
  return values.GATEWAY_ENV !== 'staging'
}

function isUnset(name: VariableName, env: Environment): boolean {
  return (env[name] ?? '').trim() === ''
}

function wrong(name: VariableName, expected: string, env: Environment): Mistake {
  return { name, expected, received: shown(name, env) }
}
