import type { Clock } from '../clock.ts'
import { once } from '../once.ts'
import type { Credentials, Options } from '../options.ts'
import { openStream } from '../stream/connection.ts'
import { NotRun } from '../verdict.ts'
import { authorize, type Token } from './authorize.ts'
import { createClientTokens } from './client-token.ts'
import type { Deployment } from './deployment.ts'

/** How the run gets into the two halves. All questions are asked when first needed, once. */
export interface Access {
  /**
   * The token of the data half; nothing where that half is public.
   * @throws NotRun when the half demands a token and no login for it was given, Violation when the login fails
   */
  dataToken(): Promise<string | undefined>
  /** @throws NotRun when the data half is public, so that nothing can be unauthorized */
  demandsToken(): Promise<void>
  /** @throws NotRun when no login given opens the trading half, Violation when the trader's fails */
  traderToken(): Promise<string>
  /** @throws NotRun when the trading half is entered with a fixed token, or not at all */
  traderLogin(): Promise<Credentials>
}

/** Seconds before a token's end at which a new one is taken. */
const AHEAD = 60

type TokenSource = () => Promise<string>

export function createAccess(options: Options, deployment: Deployment, clock: Clock): Access {
  const source = (ask: () => Promise<Token>): TokenSource => renewing(ask, clock)
  const ofLogin = (login: Credentials | undefined, locale?: string): TokenSource | undefined =>
    login && source(() => authorize(deployment, login, clock.now(), locale))
  const fixed = options.accessToken
  const ofFixed: TokenSource | undefined = fixed === undefined ? undefined : async () => fixed

  const clientTokens = options.client && createClientTokens(deployment, options.client)
  const loginToken = ofLogin(options.login)
  const dataSource =
    clientTokens !== undefined ? source(() => clientTokens(clock.now())) : (loginToken ?? ofFixed)

  const opensTrading = async (token: TokenSource | undefined): Promise<boolean> => {
    if (token === undefined) return false
    try {
      await deployment.ok('/accounts', { token: await token(), query: { locale: 'en' } })
      return true
    } catch {
      return false
    }
  }

  /** The addresses of the data half that answer without a token, and those that do not. */
  const doors = once(async () => {
    const query = { symbol: 'EURUSD', resolution: '1', from: 0, to: 60 }
    const probes = [
      deployment.send('/symbol_info').then(({ status }) => status),
      deployment.send('/groups').then(({ status }) => status),
      deployment.send('/history', { query }).then(({ status }) => status),
      streamStatus(deployment.url, options.timeout),
    ]
    // An address that does not answer at all is the business of its own test.
    const statuses = await Promise.all(probes.map((probe) => probe.catch(() => 0)))
    return { closed: statuses.some((status) => status === 401) }
  })

  const dataHalf = once(async (): Promise<{ token?: TokenSource; open?: string; locked?: string }> => {
    if (options.noAuth) return { open: 'The data half is public (--no-auth).' }
    const { closed } = await doors()
    if (dataSource === undefined)
      return closed
        ? {
            locked:
              'The data half demands a token. Give its login (--login, --password), its OAuth2 client (--client-id …) or a token (--access-token).',
          }
        : { open: 'The data half answers without a token, and no login of it was given.' }
    if (clientTokens !== undefined || !(await opensTrading(dataSource))) return { token: dataSource }
    if (!closed)
      return {
        open: "The data half is public: it answers without a token, and the login given is a trader's.",
      }
    const token = await dataSource()
    const { status } = await deployment.send('/symbol_info', { token })
    if (status !== 401) return { token: dataSource }
    return {
      locked:
        "The data half demands a token, and the login given is a trader's, which does not open it. Give the data half's as --login and the trader's as --trader-login.",
    }
  })

  const trading = once(async (): Promise<{ token: TokenSource; login?: Credentials }> => {
    const given = options.trader && { token: ofLogin(options.trader, 'en'), login: options.trader }
    if (given?.token) return { token: given.token, login: given.login }
    if (ofFixed !== undefined && (await opensTrading(ofFixed))) return { token: ofFixed }
    if (loginToken !== undefined && options.login && (await opensTrading(loginToken)))
      return { token: loginToken, login: options.login }
    throw new NotRun(
      dataSource === undefined
        ? "No login was given. Give a trader's with --trader-login and --trader-password, or a token with --access-token."
        : "Nothing given opens the trading half. Give a trader's login with --trader-login and --trader-password.",
    )
  })

  return {
    async dataToken() {
      const half = await dataHalf()
      if (half.locked !== undefined) throw new NotRun(half.locked)
      return half.token?.()
    },
    async demandsToken() {
      const { open, locked } = await dataHalf()
      if (open !== undefined && locked === undefined) throw new NotRun(open)
    },
    async traderToken() {
      const { token } = await trading()
      return token()
    },
    async traderLogin() {
      const { login } = await trading()
      if (login === undefined)
        throw new NotRun('The trading half was entered with a fixed token, not with a login.')
      return login
    },
  }
}

/** Asks once, and again when the token is about to end. */
function renewing(ask: () => Promise<Token>, clock: Clock): TokenSource {
  let current: Promise<Token> | undefined
  return async () => {
    current ??= ask()
    const known = current
    const { value, expiration = Number.POSITIVE_INFINITY } = await known
    if (expiration - AHEAD >= clock.now()) return value
    if (current === known) current = ask()
    return (await current).value
  }
}

async function streamStatus(url: string, timeout: number): Promise<number> {
  const connection = await openStream(`${url}/streaming`, undefined, timeout * 1000)
  connection.close()
  return connection.status
}
