import { BrokerError } from '../../../../src/broker/errors.ts'
import type { Soon } from '../../../../src/broker/soon.ts'
import { type AccountContext, accountContext } from '../../account/account-context.ts'
import type { AccountDirectory } from '../../account/account-directory.ts'
import type { AdapterEvents, AdapterLog, LoginPauses, ServiceAccount } from '../../options.ts'
import type { SessionClient } from '../../transport/session-client.ts'
import { keepLoggedIn, type ServiceLogin } from './service-login.ts'

/** The broker's own TradeLocker accounts, all of one server, through which the data half reads. */
export interface ServiceAccounts {
  /** Those that can be used now, in the order of the configuration. Each has limits of its own where users have. */
  accounts(): readonly AccountContext[]
  /**
   * The first that can be used; a login under way is waited for, within bounds.
   * @throws data_feed_unconfigured without any; data_feed_unavailable while none can log in
   */
  lead(): Promise<AccountContext>
  /**
   * Reads through the lead, and once more through the next one when its session turns out to have ended.
   * @throws as `lead`, and what `read` throws; never session_expired, which would be nobody's who asks
   */
  read<T>(read: (account: AccountContext) => Promise<T>): Promise<T>
  /** As `read`, but through all that can be used in turn: for what each account's limits make scarce. */
  share<T>(read: (account: AccountContext) => Promise<T>): Promise<T>
  /** Plain facts for operators. */
  status(): ServiceAccountsStatus
  close(): void
}

export interface ServiceAccountsStatus {
  readonly configured: number
  readonly usable: number
  /** Why the first of those that cannot be used cannot: an error code, or that it is logging in. */
  readonly trouble: string | undefined
}

export interface ServiceAccountsOptions {
  readonly services: readonly ServiceAccount[]
  /** Opens a session of a service account. */
  readonly logIn: (service: ServiceAccount) => Promise<SessionClient>
  readonly directory: AccountDirectory
  readonly log: AdapterLog
  readonly events: Pick<AdapterEvents, 'serviceAccounts'>
  readonly pauses?: LoginPauses | undefined
}

/** How long somebody who asks waits for a login that is under way. */
const PATIENCE_MS = 10_000
/** What somebody is told who asks while no account can be used. */
const RETRY_AFTER_MS = 30_000

/** Logs all of them in at once. */
export function startServiceAccounts(options: ServiceAccountsOptions): ServiceAccounts {
  const { services, logIn, directory, log, events, pauses } = options
  let changed = Promise.withResolvers<void>()
  const logins: ServiceLogin[] = []

  const accounts = () => logins.flatMap(({ account }) => account ?? [])

  const onChange = () => {
    events.serviceAccounts({ configured: services.length, usable: accounts().length })
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }

  for (const [index, service] of services.entries()) {
    const open = async () => openAccount(directory, service, await logIn(service))
    logins.push(keepLoggedIn({ open, onChange, log, number: index + 1, ...(pauses && { pauses }) }))
  }

  /** Waits for the logins under way to bring an account, or to end without. */
  const nextAccount = async (patience: Promise<'late'>): Promise<AccountContext | undefined> => {
    while (logins.some(({ isLoggingIn }) => isLoggingIn)) {
      const isLate = (await Promise.race([changed.promise, patience])) === 'late'
      const [account] = accounts()
      if (account !== undefined || isLate) return account
    }
    return undefined
  }

  const lead = async () => {
    const [usable] = accounts()
    if (usable !== undefined) return usable
    if (services.length === 0) throw new BrokerError('data_feed_unconfigured')
    const late = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => late.resolve('late'), PATIENCE_MS).unref()
    const account = await nextAccount(late.promise).finally(() => clearTimeout(timer))
    if (account === undefined) throw unavailable()
    return account
  }

  let turn = 0
  const next = async () => {
    const first = await lead()
    const usable = accounts()
    turn += 1
    return usable[turn % usable.length] ?? first
  }

  const readThrough = async <T>(pick: typeof lead, read: (account: AccountContext) => Promise<T>) => {
    try {
      return await read(await pick())
    } catch (error) {
      if (!isOver(error)) throw error
    }
    return read(await pick()).catch((error: unknown) => {
      throw isOver(error) ? unavailable() : error
    })
  }

  return {
    accounts,
    lead,
    read: (read) => readThrough(lead, read),
    share: (read) => readThrough(next, read),
    status() {
      const idle = logins.find(({ account }) => account === undefined)
      const trouble = idle && (idle.trouble ?? 'logging in')
      return { configured: services.length, usable: accounts().length, trouble }
    },
    close() {
      for (const login of logins) login.close()
    },
  }
}

async function openAccount(
  directory: AccountDirectory,
  service: ServiceAccount,
  client: SessionClient,
): Promise<AccountContext> {
  const rows = await directory.accounts(client)
  const row =
    service.accountId === undefined
      ? rows.find(({ active }) => active)
      : rows.find(({ id }) => id === service.accountId)
  if (row === undefined) throw new BrokerError('account_not_found')
  if (!row.active) throw new BrokerError('account_not_active')
  // Also tells the budgets the limits.
  await directory.config(client, row.accNum)
  return accountContext(
    mindful(client, () => directory.config(client, row.accNum)),
    row,
  )
}

/**
 * Looks at the configuration with every call, as readings of a trader's account do: it is read anew each hour and after a 429. Prices
 * and bars alone need nothing of it, and would be read by the limits of the login for ever.
 */
function mindful(client: SessionClient, config: () => Soon<unknown>): SessionClient {
  return {
    ...client,
    call(route, request) {
      const known = config()
      if (known instanceof Promise) known.catch(() => undefined)
      return client.call(route, request)
    },
  }
}

function isOver(error: unknown): boolean {
  return error instanceof BrokerError && error.code === 'session_expired'
}

function unavailable(): BrokerError {
  return new BrokerError('data_feed_unavailable', { retry: 'after', retryAfterMs: RETRY_AFTER_MS })
}
