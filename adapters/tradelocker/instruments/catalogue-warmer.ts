import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { AccountContext } from '../account/account-context.ts'
import type { AdapterLog } from '../options.ts'
import type { Catalogue, CatalogueProgress } from './catalogue.ts'
import type { Instruments } from './instruments.ts'

/** Keeps the instrument catalogue loaded from start, so that no trader has to wait for it. */
export interface CatalogueWarmer {
  /** Undefined until a service account's list has been read. */
  progress(): CatalogueProgress | undefined
  close(): void
}

export interface CatalogueWarmerParts {
  readonly catalogue: Catalogue
  readonly instruments: Instruments
  /** Loads the account's instruments, their contracts and trading hours. */
  readonly load: (account: AccountContext) => Promise<void>
  /** The service account to read through. */
  readonly lead: () => Promise<AccountContext>
  readonly log: AdapterLog
}

const ROUND_MS = 60 * 60_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000

export function startCatalogueWarmer({
  catalogue,
  instruments,
  load,
  lead,
  log,
}: CatalogueWarmerParts): CatalogueWarmer {
  const stop = new AbortController()
  let progress: () => CatalogueProgress | undefined = () => undefined

  const round = async () => {
    const account = await lead()
    const { server } = account.client
    const { list } = await instruments.index(account)
    progress = () => catalogue.progress(server, list)
    await load(account)
    log.info('The instrument catalogue is loaded.', { server, ...progress() })
  }

  let retryMs = FIRST_RETRY_MS
  let isWaiting = false

  /** Waiting for a login costs no call, so its pauses do not grow; why it fails is told by the login itself. */
  const waitForLogin = async () => {
    if (!isWaiting) log.warn('The instrument catalogue could not be loaded; waiting for a service account.')
    isWaiting = true
    await pause(FIRST_RETRY_MS, stop.signal)
  }

  const waitAfter = async (error: unknown) => {
    const reason = error instanceof BrokerError ? error.code : String(error)
    if (reason === 'data_feed_unavailable') return waitForLogin()
    const again = `trying again in ${retryMs / 1000} s.`
    log.warn(`The instrument catalogue could not be loaded; ${again}`, { reason })
    await pause(retryMs, stop.signal)
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
  }

  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        await round()
        retryMs = FIRST_RETRY_MS
        isWaiting = false
        await pause(ROUND_MS, stop.signal)
      } catch (error) {
        await waitAfter(error)
      }
    }
  }
  void run()

  return {
    progress: () => progress(),
    close: () => stop.abort(),
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
