import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../../src/broker/errors.ts'
import { type AccountContext, accountContext } from '../account/account-context.ts'
import type { AdapterLog, TradeLockerOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import type { SessionClient } from '../transport/session-client.ts'
import type { CatalogueProgress } from './catalogue.ts'

type ServiceAccount = NonNullable<TradeLockerOptions['serviceAccount']>

/** Keeps the instrument catalogue loaded from start, so that no trader has to wait for it. */
export interface CatalogueWarmer {
  /** Undefined until the service account's list has been read. */
  progress(): CatalogueProgress | undefined
  close(): void
}

const ROUND_MS = 60 * 60_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000

/** @param logIn opens a session of the service account */
export function startCatalogueWarmer(
  parts: Parts,
  service: ServiceAccount,
  logIn: (service: ServiceAccount) => Promise<SessionClient>,
  log: AdapterLog,
): CatalogueWarmer {
  const stop = new AbortController()
  let account: AccountContext | undefined
  let progress: () => CatalogueProgress | undefined = () => undefined

  const round = async () => {
    account ??= await openAccount(parts, service, await logIn(service))
    const opened = account
    const { list } = await parts.instruments.index(opened)
    progress = () => parts.catalogue.progress(opened.client.server, list)
    await parts.instruments.warm(opened)
    log.info('The instrument catalogue is loaded.', { server: service.server, ...progress() })
  }

  const run = async () => {
    let retryMs = FIRST_RETRY_MS
    while (!stop.signal.aborted) {
      try {
        await round()
        retryMs = FIRST_RETRY_MS
        await pause(ROUND_MS, stop.signal)
      } catch (error) {
        // A session that has ended is opened anew; wrong credentials may be put right by the operator.
        if (error instanceof BrokerError && error.code === 'session_expired') account = undefined
        log.warn(`The instrument catalogue could not be loaded; trying again in ${retryMs / 1000} s.`, {
          server: service.server,
          reason: error instanceof BrokerError ? error.code : String(error),
        })
        await pause(retryMs, stop.signal)
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
      }
    }
  }
  void run()

  return {
    progress: () => progress(),
    close: () => stop.abort(),
  }
}

async function openAccount(
  { directory }: Parts,
  service: ServiceAccount,
  client: SessionClient,
): Promise<AccountContext> {
  const rows = (await directory.accounts(client)).filter((row) => row.active)
  const row = service.accountId === undefined ? rows[0] : rows.find(({ id }) => id === service.accountId)
  if (row === undefined) throw new BrokerError('account_not_found')
  // Also tells the budgets the limits.
  await directory.config(client, row.accNum)
  return accountContext(client, row)
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
