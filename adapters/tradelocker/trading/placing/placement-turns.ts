import type { Turns } from '../../../../src/broker/shared-store.ts'
import type { Turn } from './placement-ledger.ts'

type Times = Pick<Turn, 'from' | 'sendBy'>

/** How long an order that has left may take until everybody who looks sees it at the broker. */
export const TO_SHOW_MS = 3_000

/**
 * Long enough for a look and the order after it. By its share of a limit of one call a second a replica may begin a call
 * every 1.7 s for each replica there is, and the history is read after the orders.
 */
const lookMs = (count: number): number => 2_000 * count + 1_000

const NEVER: Times = { from: Number.POSITIVE_INFINITY, sendBy: Number.POSITIVE_INFINITY }

/**
 * Replicas that cannot talk take turns by the clock they last agreed on: one may look and send while no other does, and what
 * it sends shows before the next one looks. Who has no place among them never may.
 * @param after milliseconds of this replica's clock that never jumps, as all in the answer
 * @param key spreads placements over the turns, so that no replica is always the last
 */
export function turnAfter(after: number, turns: Turns, key: string): Times {
  if (turns.count < 2 && turns.places.length > 0) return { ...NEVER, from: after }
  const own = turns.places.map((place) => turnOf(place, after, turns, key))
  return own.reduce((first, turn) => (turn.from < first.from ? turn : first), NEVER)
}

function turnOf(place: number, after: number, { count, clockOffsetMs }: Turns, key: string): Times {
  const turnMs = lookMs(count) + TO_SHOW_MS
  const roundMs = count * turnMs
  const own = ((place + numberOf(key)) % count) * turnMs - clockOffsetMs
  const started = own + Math.floor((after - own) / roundMs) * roundMs
  const sendBy = started + lookMs(count)
  // A look that begins late in a turn is over too late.
  if (after < started + lookMs(count) / 2) return { from: after, sendBy }
  return { from: started + roundMs, sendBy: sendBy + roundMs }
}

function numberOf(text: string): number {
  return [...text].reduce((sum, character) => sum + character.charCodeAt(0), 0)
}
