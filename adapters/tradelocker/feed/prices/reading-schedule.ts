import type { MarketState } from './market-hours.ts'

/**
 * How the reading of a symbol ended. `refused`: the broker says no. `failed`: that was not the symbol's fault. `again`: it
 * came to nothing and does not count as a turn.
 */
export type ReadingOutcome = 'moved' | 'still' | 'refused' | 'failed' | 'again'

export interface ReadingScheduleOptions {
  /** How the market of the symbol stands now. */
  readonly stateOf: (name: string, now: number) => MarketState
  /** No symbol is read more often than this, in milliseconds. */
  readonly shortestMs: number
}

/**
 * Whose turn it is to be read. Everybody comes round in proportion: who moves comes round most often, who has stood still
 * up to four times as rarely. Where the market has just closed or opens soon, and where the broker refuses, it is a rare look,
 * and those never come in a row while others are due; else it rests until then.
 * Instants are milliseconds of a clock that never jumps.
 */
export interface ReadingSchedule {
  /** Takes over which symbols there are; what is known of those that stay is kept. */
  keep(names: readonly string[]): void
  /**
   * The symbol to be read next, under way from now on until `done`; undefined when nothing is due.
   * @param canRead whether the one who asks is able to
   */
  next(now: number, canRead?: (name: string) => boolean): string | undefined
  done(name: string, now: number, outcome: ReadingOutcome): void
  /** Is it read at its full pace? A market that moves is open, whatever its hours say. */
  isAwake(name: string, now: number): boolean
  /** Milliseconds since each symbol that is awake was read last, longest first. */
  ages(now: number): readonly number[]
}

interface Turn {
  isUnderWay: boolean
  /** When it was last chosen, and the time before. */
  chosenAt: number
  chosenBefore: number
  /** When it was last read. */
  readAt: number | undefined
  /** Readings since it last moved, and when that was. */
  still: number
  movedAt: number
  isRefused: boolean
}

/** How much rarer a symbol comes round that does not move. */
const SLOWEST = 4
/** Who has moved within this time is moving: several readings without movement only mean that it is read often. */
const MOVING_MS = 1_000
/** Between looks at a market at the edge of its hours, and at a symbol that the broker refuses to quote. */
const RARE_MS = 60_000
/** So many others go between two rare looks: many that become due together would make prices of the others be missed. */
const BETWEEN_RARE = 9

export function createReadingSchedule({ stateOf, shortestMs }: ReadingScheduleOptions): ReadingSchedule {
  let turns = new Map<string, Turn>()
  let sinceRare = BETWEEN_RARE

  const isAwake = (name: string, { still }: Turn, now: number) =>
    still < SLOWEST || stateOf(name, now) === 'open'

  /** Is it only looked at now and then, if at all? */
  const isRare = (name: string, turn: Turn, now: number) => turn.isRefused || !isAwake(name, turn, now)

  /** Undefined while it rests altogether. */
  const restMs = (name: string, turn: Turn, now: number): number | undefined => {
    if (isAwake(name, turn, now)) return turn.isRefused ? RARE_MS : shortestMs
    return stateOf(name, now) === 'edge' ? RARE_MS : undefined
  }

  /** How long ago its last turn was, as it is felt: undefined while it is not due. */
  const urgency = (name: string, turn: Turn, now: number): number | undefined => {
    const sinceMs = now - turn.chosenAt
    const rest = restMs(name, turn, now)
    if (turn.isUnderWay || rest === undefined || sinceMs < rest) return undefined
    const slowness = Math.min(SLOWEST, 1 + turn.still, (now - turn.movedAt) / MOVING_MS)
    return sinceMs / Math.max(1, slowness)
  }

  return {
    keep(names) {
      turns = new Map(names.map((name) => [name, turns.get(name) ?? newTurn()]))
    },
    next(now, canRead = () => true) {
      let usual: Candidate | undefined
      let rare: Candidate | undefined
      for (const [name, turn] of turns) {
        const felt = urgency(name, turn, now)
        if (felt === undefined || !canRead(name)) continue
        const candidate = { name, turn, felt }
        if (isRare(name, turn, now)) rare = moreUrgent(rare, candidate)
        else usual = moreUrgent(usual, candidate)
      }
      const isTooSoon = usual !== undefined && sinceRare < BETWEEN_RARE
      const chosen = isTooSoon || rare === undefined ? usual : moreUrgent(usual, rare)
      if (chosen === undefined) return undefined
      const { name, turn } = chosen
      sinceRare = chosen === rare ? 0 : sinceRare + 1
      turn.isUnderWay = true
      turn.chosenBefore = turn.chosenAt
      turn.chosenAt = now
      return name
    },
    done(name, now, outcome) {
      const turn = turns.get(name)
      if (turn === undefined) return
      turn.isUnderWay = false
      if (outcome === 'again') turn.chosenAt = turn.chosenBefore
      if (outcome === 'again' || outcome === 'failed') return
      turn.isRefused = outcome === 'refused'
      if (turn.isRefused) return
      turn.readAt = now
      turn.still = outcome === 'moved' ? 0 : turn.still + 1
      if (outcome === 'moved') turn.movedAt = now
    },
    isAwake(name, now) {
      const turn = turns.get(name)
      return turn !== undefined && isAwake(name, turn, now)
    },
    ages: (now) =>
      [...turns]
        .flatMap(([name, turn]) =>
          turn.readAt !== undefined && isAwake(name, turn, now) ? now - turn.readAt : [],
        )
        .sort((a, b) => b - a),
  }
}

interface Candidate {
  readonly name: string
  readonly turn: Turn
  readonly felt: number
}

const moreUrgent = (one: Candidate | undefined, other: Candidate): Candidate =>
  one !== undefined && one.felt >= other.felt ? one : other

const newTurn = (): Turn => ({
  isUnderWay: false,
  chosenAt: Number.NEGATIVE_INFINITY,
  chosenBefore: Number.NEGATIVE_INFINITY,
  readAt: undefined,
  // Nobody has seen it move.
  still: SLOWEST,
  movedAt: Number.NEGATIVE_INFINITY,
  isRefused: false,
})
