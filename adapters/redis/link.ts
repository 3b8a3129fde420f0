import type { SharedStoreStatus } from '../../src/broker/shared-store.ts'
import type { RedisClient } from './client.ts'
import { Membership, readBeat, SETTLE_MS } from './heartbeat.ts'
import type { RedisStoreOptions } from './options.ts'
import { createPace } from './pace.ts'
import { within } from './within.ts'

/** Milliseconds a command may take. */
const DEADLINE_MS = 250
/** Between two signs of life, and between two tries to find a lost Redis again. */
const BEAT_MS = 1_000
const RETRY_MS = 250
/** A replica that was silent for so long is gone. */
export const GONE_MS = 5_000
/** A process that starts is busy, and Redis may be quicker than it: only after so long its silence means something. */
const START_MS = 1_000
/** By then all replicas know from their signs of life that one goes by its share. */
const TOLD_MS = BEAT_MS + 2 * DEADLINE_MS

/** What is known of the way to Redis, and the way itself. */
export interface Link {
  /** Runs a command when Redis is there. @throws at once when it is not, and soon when it does not answer */
  run<T>(command: () => Promise<T>): Promise<T>
  /** The same where orders depend on it: a Redis that refuses it, because it is full or a copy, is as good as lost. */
  rely<T>(command: () => Promise<T>): Promise<T>
  readonly status: Omit<SharedStoreStatus, 'hears'>
  close(): Promise<void>
}

interface LinkOptions extends RedisStoreOptions {
  readonly prefix: string
  /** This replica's own; nobody else's. */
  readonly name: string
}

/** Watches the connection by a sign of life every second, which also tells the replicas of each other. */
export function createLink(
  client: RedisClient,
  { log, elapsed, onConnected = () => {}, prefix, name }: LinkOptions,
): Link {
  const membership = new Membership(name, elapsed)
  const members = `${prefix}replicas`
  let connected = false
  let since = elapsed()
  let lostAt = since
  let losses = 0
  let hasFailed = false
  /** Since when Redis was never out of reach. */
  let reachableAt = Number.NEGATIVE_INFINITY
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  /** Commands only say that there is no connection; this says why. */
  let connectionError: string | undefined

  const schedule = (ms: number): void => {
    clearTimeout(timer)
    if (!isClosed) timer = setTimeout(beat, ms).unref()
  }
  const isSettled = (): boolean => connected && (!hasFailed || elapsed() - since >= SETTLE_MS)

  let countedUntil = since
  const pace = createPace(elapsed, (isSlow) => {
    if (isSlow) countedUntil = elapsed() + TOLD_MS
    if (isSlow) log.warn('Redis answers too slowly; this replica goes on with its share of the budgets.')
    else log.info('Redis answers quickly again; replicas share the budgets again.')
    onConnected(connected && !isSlow)
    schedule(0)
  })

  const timed = async <T>(command: () => Promise<T>, isBeat = false): Promise<T> => {
    const asked = elapsed()
    const answer = await within(DEADLINE_MS, command())
    pace.answered(elapsed() - asked, isBeat)
    return answer
  }

  let startsUntil = Number.POSITIVE_INFINITY
  /** Nothing was counted or claimed elsewhere meanwhile: shares are silent for a window, and longer than this. */
  const isStarting = (): boolean => {
    if (connected || losses > 0 || hasFailed) return false
    if (startsUntil === Number.POSITIVE_INFINITY) {
      countedUntil = elapsed()
      startsUntil = countedUntil + START_MS
    }
    return elapsed() < startsUntil
  }

  const lost = (reason: string): void => {
    if (isClosed || (hasFailed && !connected) || isStarting()) return
    log.warn(
      connected
        ? 'Redis was lost; this replica goes on by itself with its share of the budgets.'
        : 'Redis does not answer; until it does this replica goes on by itself, and places no orders.',
      { reason },
    )
    if (connected) {
      losses += 1
      since = elapsed()
      lostAt = since
      reachableAt = elapsed()
      if (!pace.isSlow) countedUntil = since
    }
    hasFailed = true
    connected = false
    onConnected(false)
    schedule(RETRY_MS)
  }

  const found = (): void => {
    if (connected || isClosed) return
    connected = true
    connectionError = undefined
    since = elapsed()
    if (hasFailed) reachableAt = elapsed()
    const message = losses > 0 ? 'Redis is back; replicas share again.' : 'Connected to Redis.'
    log.info(message, { replicas: membership.replicas?.count })
    onConnected(!pace.isSlow)
  }

  const tellOfMissed = (before: boolean): void => {
    const isMissed = membership.turns(true) !== undefined
    if (isMissed === before) return
    if (isMissed)
      log.warn('Another replica is missed; orders wait for turns in case it is cut off from Redis.')
    else log.info('No replica is missed any more; orders wait for no turns.')
  }

  const connect = async (): Promise<void> => {
    // After the first time ioredis reconnects by itself.
    if (client.status === 'wait') await client.connect()
  }

  /** Where a name says that its replica is at work, or may be. */
  const atWork = [members, `${prefix}joined`, `${prefix}missed`]
  const memory = [`${prefix}birth`, `${prefix}apart`, `${prefix}run`] as const
  const absent = [`${prefix}joined`, `${prefix}missed`, `${prefix}doubted`, `${prefix}agreed`] as const
  /** It was given up, and knows by its next sign of life whether that is a loss. Until then it cannot claim anything. */
  let isComingBack = false
  /** Redis' time in the last answer that came in time. */
  let answeredAt: number | undefined
  const sign = () => {
    const inTouch = answeredAt ?? (hasFailed ? 0 : '')
    const known = membership.known.join(' ')
    return client.beat(members, ...memory, ...absent, name, GONE_MS, pace.isSlow ? 1 : 0, inTouch, known)
  }

  const beat = async (): Promise<void> => {
    try {
      await within(DEADLINE_MS, connect())
      const asked = elapsed()
      const answer = readBeat(await timed(sign, true))
      answeredAt = answer.now
      if (connected && answer.isNew) lost('it knows nothing of this replica any more')
      isComingBack = !answer.names.includes(name)
      if (isComingBack) {
        // The others miss it, and have gone by turns. Only now it can say that it is in touch again.
        lostAt = elapsed()
        return schedule(0)
      }
      const missedBefore = membership.turns(true) !== undefined
      membership.seen(answer, asked, elapsed(), hasFailed && !isSettled())
      found()
      tellOfMissed(missedBefore)
    } catch (error) {
      lost(connectionError ?? reasonOf(error))
    }
    schedule(connected && !pace.isLate && !pace.isSlow ? BEAT_MS : RETRY_MS)
  }

  client.on('error', (error: Error) => {
    connectionError = error.message
  })
  client.on('close', () => lost(connectionError ?? 'the connection was closed'))
  onConnected(false)
  void beat()

  const runOrLose = async <T>(isLoss: (error: unknown) => boolean, command: () => Promise<T>): Promise<T> => {
    if (!connected) throw new Error('Redis is not connected.')
    try {
      return await timed(command)
    } catch (error) {
      if (isLoss(error)) lost(reasonOf(error))
      throw error
    }
  }

  return {
    run: (command) => runOrLose((error) => !isRefusal(error), command),
    rely: (command) => runOrLose(() => !isComingBack, command),
    get status() {
      const { replicas, wholeForMs, missedAt, returnedAt: otherReturnedAt } = membership
      const counts = connected && !pace.isSlow
      const settled = counts && isSettled() && !membership.isApart
      const absent = losses > 0 ? 'lost' : 'not connected yet'
      const detail = counts ? 'connected' : connected ? 'slow' : absent
      // While Redis was out of reach, replicas did what it does not know of.
      const rememberedMs = Math.min(wholeForMs ?? 0, elapsed() - reachableAt)
      const returns = [hasFailed ? since : undefined, otherReturnedAt].filter((at) => at !== undefined)
      const returnedAt = connected && returns.length > 0 ? Math.max(...returns) : undefined
      return {
        connected,
        counts,
        settled,
        countedUntil,
        detail,
        lostAt: Math.max(lostAt, missedAt ?? lostAt),
        returnedAt,
        rememberedMs,
        turns: membership.turns(connected),
        replicas,
      }
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      // So that the others need not wait until it is missed. What it did stays as doubtful as it was.
      const goodbye = () => atWork.reduce((all, key) => all.zrem(key, name), client.multi()).exec()
      if (connected) await within(DEADLINE_MS, goodbye()).catch(() => undefined)
      connected = false
      client.disconnect()
    },
  }
}

/** Redis answered, only not as wished: the connection is fine. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError'
}

/** What went wrong, in the words of the error, for operators. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
