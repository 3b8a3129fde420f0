import type { Replicas } from '../../../src/broker/shared-store.ts'
import { CallWindow } from './call-window.ts'
import { Kept } from './kept.ts'
import type { RateLimit } from './rate-limits.ts'

/** What one replica may call while replicas cannot count together, so that all of them together keep the limit. */
export interface OwnShare {
  /** @returns 0 when a call may start now, otherwise milliseconds until one may */
  opensIn(lane: string, limit: RateLimit): number
  /** Counts a call that starts now. */
  take(lane: string, limit: RateLimit): void
}

export interface OwnShareOptions {
  /** As last seen; undefined when nobody was ever seen. */
  readonly replicas: () => Replicas | undefined
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
  /** From 0 to 1. */
  readonly random: () => number
}

/** Turns follow each other at one and a half times the distance calls must have; */
const TURN_LENGTH = 1.5
/** a replica may start only in the first third of its turn, so that two in a row keep that distance. */
const TURN_START = 1 / 3

interface Lane {
  readonly window: CallWindow
  /** The turn in which the latest call started. */
  turn: number
}

/**
 * Where every replica gets a whole number of calls, it has that part of the limit in any window. Where there are fewer
 * calls than replicas, they take turns by the clock they last agreed on. A replica that has never seen another one
 * supposes one more, and guesses its turn.
 */
export function createOwnShare({ replicas, elapsed, random }: OwnShareOptions): OwnShare {
  const lanes = new Kept<Lane>(({ window }) => window.isEmpty(elapsed()))
  const guess: Replicas = { count: 2, place: random() < 0.5 ? 0 : 1, clockOffsetMs: 0 }
  const seen = (): Replicas => replicas() ?? guess

  const laneOf = (name: string, { limit, intervalMs }: RateLimit): Lane => {
    const own = { limit: Math.max(1, Math.floor(limit / seen().count)), intervalMs }
    const known = lanes.get(name)
    known?.window.setLimit(own)
    if (known !== undefined) return known
    const lane = { window: new CallWindow(own), turn: Number.NEGATIVE_INFINITY }
    lanes.set(name, lane)
    return lane
  }

  const turnOf = ({ limit, intervalMs }: RateLimit) => {
    const { count, place, clockOffsetMs } = seen()
    const lengthMs = (TURN_LENGTH * intervalMs) / limit
    const roundMs = count * lengthMs
    const since = elapsed() + clockOffsetMs - place * lengthMs
    const number = Math.floor(since / roundMs)
    const age = since - number * roundMs
    return { number, isOpen: age < lengthMs * TURN_START, nextMs: roundMs - age }
  }

  return {
    opensIn(name, limit) {
      const { window, turn } = laneOf(name, limit)
      const now = elapsed()
      const windowMs = window.opensAt(now) - now
      if (limit.limit >= seen().count) return windowMs
      const { number, isOpen, nextMs } = turnOf(limit)
      return isOpen && number > turn ? windowMs : Math.max(nextMs, windowMs)
    },
    take(name, limit) {
      const lane = laneOf(name, limit)
      lane.window.take(elapsed())
      lane.turn = turnOf(limit).number
    },
  }
}
