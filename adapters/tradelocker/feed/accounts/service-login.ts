import { setTimeout as timer } from 'node:timers/promises'
import { BrokerError, type BrokerErrorCode } from '../../../../src/broker/errors.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AdapterLog, LoginPauses } from '../../options.ts'
import type { SessionClient } from '../../transport/session-client.ts'

/** One service account that logs in by itself, and again when its session has ended. */
export interface ServiceLogin {
  /** Undefined while it cannot be used. Its client tells this login by itself when the session has ended. */
  readonly account: AccountContext | undefined
  /** Why it cannot be used; undefined while it can, and before the first login has been answered. */
  readonly trouble: BrokerErrorCode | 'internal_error' | undefined
  readonly isLoggingIn: boolean
  close(): void
}

export interface ServiceLoginOptions {
  /** Logs in. @throws what the login, or choosing the account, threw */
  readonly open: () => Promise<AccountContext>
  /** Something about the login has changed. */
  readonly onChange: () => void
  readonly log: AdapterLog
  /** Position in the configuration, from 1: what the log calls it by. */
  readonly number: number
  /** From 0 to 1; spreads pauses. */
  readonly random?: () => number
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed?: () => number
  readonly pauses?: LoginPauses
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

const PAUSES: LoginPauses = { passing: [2_000, 5 * 60_000], refused: [60_000, 15 * 60_000] }

/** What TradeLocker says again, however often it is asked. */
const REFUSED: ReadonlySet<string> = new Set(['wrong_credentials', 'account_not_found', 'account_not_active'])

/**
 * A session that ends sooner was ended by somebody, perhaps by another login of the same user: then logging in at once
 * would only end theirs.
 */
const STEADY_MS = 5 * 60_000

const SENTENCES = {
  ended: 'The session of a service account has ended; it logs in again.',
  refused: 'A service account cannot log in; it tries again.',
} as const

const sleepUntilStopped = (ms: number, signal: AbortSignal) =>
  timer(ms, undefined, { signal, ref: false }).catch(() => undefined)

export function keepLoggedIn(options: ServiceLoginOptions): ServiceLogin {
  const { open, onChange, log, number, random = Math.random, pauses = PAUSES } = options
  const { elapsed = () => performance.now(), sleep = sleepUntilStopped } = options
  const stop = new AbortController()
  let account: AccountContext | undefined
  let trouble: ServiceLogin['trouble']
  let isLoggingIn = false
  let failures = 0

  /** From the login to the end of its session. @returns how long that lasted, in milliseconds */
  const session = async (): Promise<number> => {
    const ended = Promise.withResolvers<void>()
    const opened = watched(await open(), () => {
      // At once, and not when this function goes on: whoever found out may ask for another account before that.
      if (account !== opened) return
      account = undefined
      isLoggingIn = true
      ended.resolve()
    })
    if (stop.signal.aborted) return 0
    account = opened
    trouble = undefined
    isLoggingIn = false
    const since = elapsed()
    log.info('A service account has logged in.', { serviceAccount: number })
    onChange()
    stop.signal.addEventListener('abort', () => ended.resolve(), { once: true })
    await ended.promise
    account = undefined
    return elapsed() - since
  }

  /** One login and the session it brings. @returns milliseconds its failure asked to wait; 0 for a steady session */
  const attempt = async (): Promise<number> => {
    isLoggingIn = true
    try {
      failures = (await session()) < STEADY_MS ? failures + 1 : 0
      trouble = 'session_expired'
      return 0
    } catch (error) {
      failures += 1
      trouble = error instanceof BrokerError ? error.code : 'internal_error'
      return error instanceof BrokerError ? (error.retryAfterMs ?? 0) : 0
    }
  }

  const run = async () => {
    while (!stop.signal.aborted) {
      const askedMs = await attempt()
      if (stop.signal.aborted) return
      const [first, longest] = REFUSED.has(trouble ?? '') ? pauses.refused : pauses.passing
      const grownMs = failures === 0 ? 0 : Math.min(first * 2 ** (failures - 1), longest)
      // Spread, so that replicas and accounts do not come all at once.
      const pauseMs = Math.round(Math.max(grownMs, askedMs) * (1 + random() / 4))
      isLoggingIn = pauseMs === 0
      onChange()
      log.warn(SENTENCES[trouble === 'session_expired' ? 'ended' : 'refused'], {
        serviceAccount: number,
        reason: trouble,
        inSeconds: Math.round(pauseMs / 1_000),
      })
      await sleep(pauseMs, stop.signal)
    }
  }
  void run()

  return {
    get account() {
      return account
    },
    get trouble() {
      return trouble
    },
    get isLoggingIn() {
      return isLoggingIn
    },
    close: () => stop.abort(),
  }
}

/** The account with a client that tells when TradeLocker does not take its session any more, whoever finds out. */
function watched(account: AccountContext, onEnded: () => void): AccountContext {
  const { client } = account
  const watching: SessionClient = {
    ...client,
    async call(route, request) {
      try {
        return await client.call(route, request)
      } catch (error) {
        if (error instanceof BrokerError && error.code === 'session_expired') onEnded()
        throw error
      }
    },
  }
  return { ...account, client: watching }
}
