import { setTimeout as sleep } from 'node:timers/promises'
import type { SessionGrant } from '../../../src/broker/broker.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import type { BudgetKey, Haste } from '../budgets/route-budgets.ts'
import type { SessionTokens } from '../tokens/tokens.ts'
import { ROUTES, type RouteName } from './routes.ts'
import { callOnce, latestStart, type Upstream } from './upstream.ts'
import { UpstreamError } from './upstream-error.ts'
import { userKeyOf } from './user-key.ts'

export interface CallRequest extends Haste {
  readonly accNum?: string | undefined
  /** Fills `{name}` in the route's path. */
  readonly path?: Readonly<Record<string, string>> | undefined
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly body?: object | undefined
  /** Milliseconds for everything, waiting and repeats included; by default the route's deadline. */
  readonly deadlineMs?: number | undefined
  /** Asked in the moment the request would leave: when false it does not, and fails as `no_turn`, not sent. */
  readonly mayLeave?: (() => boolean) | undefined
}

/** One login's way to TradeLocker. */
export interface SessionClient {
  readonly user: string
  readonly server: string
  /** Both, as `userKeyOf` joins them. */
  readonly userKey: string
  /**
   * Calls a route, and calls it again only where that is certain to be harmless (see `secondChance`).
   * @returns what `d` holds, or NO_DATA @throws UpstreamError; BrokerError `session_expired`
   */
  call(route: RouteName, request: CallRequest): Promise<unknown>
  /**
   * While the trader's action is under way, all that is read for the login is urgent, also what waits already; but not what panels
   * poll.
   */
  inHaste<T>(action: () => Promise<T>): Promise<T>
  /** Has TradeLocker accepted this very login within the last `ms` milliseconds? */
  wasAcceptedWithin(ms: number): boolean
  grant(): SessionGrant
  /** See SessionTokens. */
  shortGrant(): SessionGrant
  /** TradeLocker has ended the login, as far as is known without asking. */
  hasEnded(): boolean
  /** See SessionTokens. */
  freshFor(ms: number): Promise<void>
}

export interface SessionClientOptions extends Upstream {
  readonly tokens: SessionTokens
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number
}

const MAX_REPEATS = 2
/** Before the first repeat; doubled before the second, and spread by half. */
const FIRST_PAUSE_MS = 200

/**
 * Read all the time, also while nobody acts: whoever acts without a pause would have everything he looks at read before what others look
 * at. An action that waits for one of them says so itself (`CallRequest.urgent`).
 */
const POLLED: ReadonlySet<RouteName> = new Set([
  'getState',
  'getOrders',
  'getPositions',
  'getOrdersHistory',
  'getExecutions',
  'getQuotes',
  'getDepth',
])

const isHurried = (route: RouteName) => ROUTES[route].kind === 'read' && !POLLED.has(route)

interface Call {
  readonly route: RouteName
  readonly key: BudgetKey
  readonly urgent: AbortSignal | undefined
  /** By the upstream's `elapsed`. */
  readonly deadline: number
  readonly wholeMs: number
}

/** What is known about a call that goes on over several requests. */
interface Attempt extends Call {
  token: string
  repeats: number
  hasNewToken: boolean
}

export function createSessionClient(options: SessionClientOptions): SessionClient {
  const { elapsed, clock, budgets, tokens, random = Math.random } = options
  const userKey = userKeyOf(tokens)

  /** A token, unless it comes too late for the call: then that is refused, and the refresh goes on for others. */
  const inTime = async (call: Call, token: Soon<string>): Promise<string> => {
    if (!(token instanceof Promise)) return token
    const { route, key } = call
    const late = Promise.withResolvers<never>()
    const refuse = () => late.reject(budgets.refuse(key, route))
    const timer = setTimeout(refuse, Math.max(0, Math.ceil(latestStart(route, call) - elapsed())))
    try {
      return await Promise.race([notSentWithout(token), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Prepares another request, or tells that there must be none. */
  const secondChance = async (attempt: Attempt, error: UpstreamError): Promise<boolean> => {
    if (error.code === 'session_expired' && !attempt.hasNewToken) {
      // Refused before it was carried out, so this holds for writes as well.
      attempt.hasNewToken = true
      attempt.token = await inTime(attempt, tokens.refreshAfter(attempt.token, isUrgent(attempt)))
      return true
    }
    if (attempt.repeats >= MAX_REPEATS) return false
    attempt.repeats += 1
    if (error.code === 'rate_limited') return endsInTime(attempt, error)
    if (ROUTES[attempt.route].kind === 'write' || !isPassing(error)) return false
    const usualMs = FIRST_PAUSE_MS * 2 ** (attempt.repeats - 1) * (0.5 + random())
    const pauseMs = Math.max(usualMs, error.retryAfterMs ?? 0)
    if (elapsed() + pauseMs >= attempt.deadline) return false
    await sleep(pauseMs)
    return true
  }

  /** A 429 was not carried out: this call may go on when the pause is over, writes included. */
  const endsInTime = ({ deadline }: Attempt, { retryAfterMs = 0 }: UpstreamError): boolean =>
    elapsed() + retryAfterMs < deadline

  const attemptUntilDone = async (attempt: Attempt, request: CallRequest): Promise<unknown> => {
    const { accNum, path, query, body, afterChange, mayLeave } = request
    const urgent = request.urgent ?? (isHurried(attempt.route) ? haste.signal : undefined)
    for (;;) {
      try {
        const { route, token: accessToken } = attempt
        const once = { route, path, query, body, accNum, accessToken }
        const { deadline, wholeMs } = attempt
        const limits = { deadline, wholeMs, urgent, afterChange, mayLeave }
        return await callOnce(options, attempt.key, once, limits)
      } catch (error) {
        const goesOn = error instanceof UpstreamError && (await secondChance(attempt, error))
        if (!goesOn) throw error
      }
    }
  }

  // Issued is accepted: a panel that has just logged in needs no proof of it.
  const age = clock() - (tokens.issuedAt() ?? Number.NEGATIVE_INFINITY)
  let acceptedAt = age < 0 ? Number.NEGATIVE_INFINITY : elapsed() - age

  /** The trader waits for what a token is needed for: it is no poll. */
  const isUrgent = ({ route, urgent }: Call): boolean =>
    ROUTES[route].kind === 'write' || actions > 0 || urgent?.aborted === true

  let actions = 0
  /** Aborted while there are any. */
  let haste = new AbortController()

  return {
    user: tokens.user,
    server: tokens.server,
    userKey,
    async call(route, request) {
      const wholeMs = request.deadlineMs ?? ROUTES[route].deadlineMs
      const deadline = elapsed() + wholeMs
      const key = { user: userKey, accNum: request.accNum }
      const { urgent } = request
      // Before the queue: a refresh inside it would shift the request out of the window it was counted in.
      const whole = { route, key, urgent, deadline, wholeMs }
      const token = await inTime(whole, tokens.accessToken(isUrgent(whole)))
      const attempt = { ...whole, token, repeats: 0, hasNewToken: false }
      const answer = await attemptUntilDone(attempt, request)
      acceptedAt = elapsed()
      return answer
    },
    async inHaste(action) {
      actions += 1
      // Without a reason it would make an error, with its stack, for every action.
      haste.abort('an action waits')
      tokens.hurry()
      try {
        return await action()
      } finally {
        actions -= 1
        if (actions === 0) haste = new AbortController()
      }
    },
    wasAcceptedWithin: (ms) => elapsed() - acceptedAt < ms,
    grant: () => tokens.grant(),
    hasEnded: () => tokens.isOver(),
    shortGrant: () => tokens.shortGrant(),
    freshFor: (ms) => tokens.freshFor(ms),
  }
}

/** No answer, or none that tells anything: asking again may help. */
function isPassing({ code, delivery, edge }: UpstreamError): boolean {
  return delivery !== 'answered' && !edge && (code === 'upstream_unavailable' || code === 'upstream_timeout')
}

/** Whatever became of the refresh: the call that needed the token was not carried out. */
async function notSentWithout(token: Promise<string>): Promise<string> {
  try {
    return await token
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const { code, status, edge, params, retry, retryAfterMs, cause } = error
    throw new UpstreamError(code, {
      delivery: 'not_sent',
      status,
      edge,
      params,
      retry,
      retryAfterMs,
      cause,
    })
  }
}
