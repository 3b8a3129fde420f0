import { BrokerError, type BrokerErrorCode } from '../../../src/broker/errors.ts'
import type { SessionClient } from './session-client.ts'

/** Failures of the one who asked, not of what was asked for. */
const OF_THE_ASKER: ReadonlySet<BrokerErrorCode> = new Set(['session_expired', 'too_busy', 'rate_limited'])

/**
 * What several callers share failed for a reason that concerns only the caller on whose credentials and budget it ran: for the
 * others it says nothing, and they may ask for themselves. Nothing was carried out.
 */
export function isSomebodyElses(error: unknown): boolean {
  return error instanceof BrokerError && OF_THE_ASKER.has(error.code)
}

/** Takes part in what another caller has begun; where that fails for this other one's reasons alone, begins `anew`. */
export function takePart<T>(underWay: Promise<T>, anew: () => Promise<T>): Promise<T> {
  return underWay.catch((error: unknown) => {
    if (!isSomebodyElses(error)) throw error
    return anew()
  })
}

/** What one login has begun, for all who need it. */
export interface Begun<T> {
  /** On whose credentials and budget it runs. */
  readonly by: SessionClient
  readonly done: Promise<T>
}

/** The same where it is known who has begun it: what troubles one's own login is one's own answer, and nobody tries it again. */
export function takePartAs<T>(
  client: SessionClient,
  { by, done }: Begun<T>,
  anew: () => Promise<T>,
): Promise<T> {
  return by === client ? done : takePart(done, anew)
}

/** Begins what `key` names, or takes part in it while it is under way here. */
export function onceAtATime(
  underWay: Map<string, Promise<void>>,
  key: string,
  begin: () => Promise<void>,
): Promise<void> {
  const begun = underWay.get(key)
  if (begun !== undefined) return takePart(begun, () => onceAtATime(underWay, key, begin))
  const done = begin().finally(() => underWay.delete(key))
  underWay.set(key, done)
  return done
}
