import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  type Credentials,
  type DataClient,
  DEFAULTS,
  GRANT_TYPE,
  type Options,
  TOKEN_PATH,
} from './options.ts'
import { AREAS, TESTS } from './tests/index.ts'

export interface Command {
  readonly options: Options
  readonly junit?: string
  readonly html?: string
}

/** What is wrong with the command line, a sentence each. */
export class CommandMistakes extends Error {
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const SWITCHES = {
  url: text,
  login: text,
  password: text,
  'trader-login': text,
  'trader-password': text,
  'access-token': text,
  'client-id': text,
  'client-secret': text,
  'private-key': text,
  certificate: text,
  'user-id': text,
  'app-url': text,
  'token-url': text,
  'grant-type': text,
  'no-auth': flag,
  only: text,
  symbols: text,
  left: text,
  'place-orders': flag,
  instrument: text,
  'default-duration': text,
  'history-duration': text,
  'symbols-duration': text,
  timeout: text,
  junit: text,
  html: text,
  help: { type: 'boolean', short: 'h' },
} as const

type Values = {
  [K in keyof typeof SWITCHES]?: (typeof SWITCHES)[K]['type'] extends 'boolean' ? boolean : string
}

export const USAGE = `Usage: npm run conformance -- --url https://broker.example.com [options]

  --login, --password                the data half's login; a trader's where the data half is public
  --trader-login, --trader-password  a trader's login
  --access-token                     a token instead of a login
  --client-id, --client-secret, --private-key FILE, --certificate FILE, --user-id, --app-url
  [--token-url] [--grant-type]       the data half's OAuth2 client
  --no-auth                          the data half is public: nothing is tested of its authorization
  --only NAME,…                      tests or areas (${AREAS.join(', ')})
  --symbols NAME,… | all             whose history is tested; by default four of different types
  --left DATE                        where history begins: 2015-01-01 or Unix seconds
  --default-duration SECONDS         how long the stream is watched (${DEFAULTS.defaultDuration})
  --history-duration SECONDS         how long bars are watched and built from the stream (${DEFAULTS.historyDuration})
  --symbols-duration SECONDS         within which every symbol has to tick (${DEFAULTS.symbolsDuration})
  --timeout SECONDS                  for one request (${DEFAULTS.timeout})
  --place-orders                     places, changes and cancels a far order; use a demo account
  --instrument NAME                  of that order
  --junit FILE, --html FILE          reports

Passwords are better given in the environment, where lists of processes do not show them: CONFORMANCE_PASSWORD,
CONFORMANCE_TRADER_PASSWORD, CONFORMANCE_ACCESS_TOKEN, CONFORMANCE_CLIENT_SECRET.
Exit code: 0 nothing failed, 1 a test failed, 2 the command line has mistakes.
`

/**
 * @returns nothing when help is asked for
 * @throws CommandMistakes with every mistake
 */
export function readCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Command | undefined {
  const values = parse(args)
  if (values.help) return undefined
  const mistakes: string[] = []
  const url = readUrl(values.url, mistakes)
  const left = readLeft(values.left, mistakes)
  const only = readOnly(values.only, mistakes)
  const login = readLogin('login', 'password', values, env.CONFORMANCE_PASSWORD, mistakes)
  const trader = readLogin(
    'trader-login',
    'trader-password',
    values,
    env.CONFORMANCE_TRADER_PASSWORD,
    mistakes,
  )
  const client = readClient(values, url, env.CONFORMANCE_CLIENT_SECRET, mistakes)
  const accessToken = values['access-token'] ?? env.CONFORMANCE_ACCESS_TOKEN
  const duration = (name: keyof Values & string, byDefault: number): number =>
    readDuration(name, values[name] as string | undefined, byDefault, mistakes)
  const options: Options = {
    url,
    noAuth: values['no-auth'] === true,
    placeOrders: values['place-orders'] === true,
    defaultDuration: duration('default-duration', DEFAULTS.defaultDuration),
    historyDuration: duration('history-duration', DEFAULTS.historyDuration),
    symbolsDuration: duration('symbols-duration', DEFAULTS.symbolsDuration),
    timeout: duration('timeout', DEFAULTS.timeout),
    ...(left !== undefined && { left }),
    ...(only !== undefined && { only }),
    ...(login !== undefined && { login }),
    ...(trader !== undefined && { trader }),
    ...(client !== undefined && { client }),
    ...(accessToken && { accessToken }),
    ...(values.symbols !== undefined && { symbols: readSymbols(values.symbols) }),
    ...(values.instrument !== undefined && { instrument: values.instrument }),
  }
  if (mistakes.length > 0) throw new CommandMistakes(mistakes)
  const { junit, html } = values
  return { options, ...(junit !== undefined && { junit }), ...(html !== undefined && { html }) }
}

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: SWITCHES, strict: true }).values
  } catch (error) {
    // "Unknown option '--foo'. To specify a positional argument …": the first sentence says it all.
    throw new CommandMistakes([(error as Error).message.replace(/\. [\s\S]*$/, '.')])
  }
}

const list = (value: string): readonly string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

const readSymbols = (value: string): readonly string[] | 'all' => (value === 'all' ? 'all' : list(value))

function readUrl(value: string | undefined, mistakes: string[]): string {
  const isAddress = value !== undefined && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  if (!isAddress)
    mistakes.push(
      `--url: expected the address of the deployment, such as https://broker.example.com, received ${value ?? 'nothing'}.`,
    )
  return (value ?? '').replace(/\/+$/, '')
}

function readLeft(value: string | undefined, mistakes: string[]): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value) / 1000
  if (Number.isFinite(seconds)) return seconds
  mistakes.push(`--left: expected a date such as 2015-01-01 or Unix seconds, received ${value}.`)
  return undefined
}

function readOnly(value: string | undefined, mistakes: string[]): readonly string[] | undefined {
  if (value === undefined) return undefined
  const names = list(value)
  const known = new Set<string>([...AREAS, ...TESTS.map(({ name }) => name)])
  for (const name of names.filter((one) => !known.has(one))) {
    const near = [...known].filter((one) => one.toLowerCase().includes(name.toLowerCase())).slice(0, 5)
    mistakes.push(
      `--only: there is no test or area "${name}".${near.length > 0 ? ` Similar: ${near.join(', ')}.` : ''}`,
    )
  }
  if (names.length === 0) mistakes.push('--only: expected names of tests or areas, received nothing.')
  return names
}

function readLogin(
  loginName: 'login' | 'trader-login',
  passwordName: 'password' | 'trader-password',
  values: Values,
  fromEnvironment: string | undefined,
  mistakes: string[],
): Credentials | undefined {
  const login = values[loginName]
  const password = values[passwordName] ?? (login === undefined ? undefined : fromEnvironment)
  if (login === undefined && password === undefined) return undefined
  if (login !== undefined && password !== undefined) return { login, password }
  mistakes.push(
    login === undefined
      ? `--${passwordName}: --${loginName} is missing.`
      : `--${loginName}: its password is missing; give CONFORMANCE_${passwordName.toUpperCase().replace('-', '_')} or --${passwordName}.`,
  )
  return undefined
}

const CLIENT_SWITCHES = [
  'client-id',
  'client-secret',
  'private-key',
  'certificate',
  'user-id',
  'app-url',
] as const

function readClient(
  values: Values,
  url: string,
  secretFromEnvironment: string | undefined,
  mistakes: string[],
): DataClient | undefined {
  if (CLIENT_SWITCHES.every((name) => values[name] === undefined)) return undefined
  const clientSecret = values['client-secret'] ?? secretFromEnvironment
  const given = { ...values, 'client-secret': clientSecret }
  const missing = CLIENT_SWITCHES.filter((name) => given[name] === undefined)
  if (missing.length > 0) {
    mistakes.push(`OAuth2 of the data half also needs ${missing.map((name) => `--${name}`).join(', ')}.`)
    return undefined
  }
  const certificate = readFile('certificate', values.certificate, mistakes)
  const privateKey = readFile('private-key', values['private-key'], mistakes)
  if (certificate !== '' && !isCertificate(certificate))
    mistakes.push('--certificate: expected a file with an X.509 certificate as PEM text.')
  if (privateKey !== '' && !isRsaKey(privateKey))
    mistakes.push('--private-key: expected a file with an RSA private key as PEM text.')
  else if (
    mistakes.length === 0 &&
    !new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))
  )
    mistakes.push('--private-key: the key does not belong to the certificate.')
  return {
    clientId: values['client-id'] ?? '',
    clientSecret: clientSecret ?? '',
    privateKey,
    certificate,
    userId: values['user-id'] ?? '',
    appUrl: values['app-url'] ?? '',
    tokenUrl: values['token-url'] ?? `${url}${TOKEN_PATH}`,
    grantType: values['grant-type'] ?? GRANT_TYPE,
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

function readFile(name: string, path: string | undefined, mistakes: string[]): string {
  try {
    return readFileSync(path ?? '', 'utf8')
  } catch (error) {
    mistakes.push(`--${name}: the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
    return ''
  }
}

function readDuration(
  name: string,
  value: string | undefined,
  byDefault: number,
  mistakes: string[],
): number {
  if (value === undefined) return byDefault
  const seconds = Number(value)
  if (seconds > 0 && Number.isFinite(seconds)) return seconds
  mistakes.push(`--${name}: expected seconds above 0, received ${value === '' ? 'nothing' : value}.`)
  return byDefault
}
