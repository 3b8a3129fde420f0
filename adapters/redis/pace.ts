import { QUICK_ANSWER_MS } from '../../src/broker/shared-store.ts'

/** Late answers in a row, over at least so long, make it slow: one among quick ones means nothing. */
const SEVERAL = 3
const SLOW_AFTER_MS = 2_000
/** Quick signs of life in a row that end it, so that a Redis on the border does not go to and fro. */
const QUICK_AGAIN = 3

/** Whether Redis answers so quickly that calls can be counted in it. */
export interface Pace {
  readonly isSlow: boolean
  /** The last answer was late, so that it is worth asking again soon. */
  readonly isLate: boolean
  /** Redis has answered a command, or a sign of life, after `ms`. */
  answered(ms: number, isBeat?: boolean): void
}

/**
 * @param elapsed milliseconds of a clock that never jumps
 * @param onChange told when it has become slow or quick again
 */
export function createPace(elapsed: () => number, onChange: (isSlow: boolean) => void): Pace {
  let isSlow = false
  let late = 0
  let lateSince = 0
  let quickBeats = 0

  const set = (value: boolean): void => {
    if (isSlow === value) return
    isSlow = value
    quickBeats = 0
    onChange(value)
  }

  return {
    get isSlow() {
      return isSlow
    },
    get isLate() {
      return late > 0
    },
    answered(ms, isBeat = false) {
      if (ms <= QUICK_ANSWER_MS) {
        late = 0
        quickBeats += isBeat ? 1 : 0
        if (quickBeats >= QUICK_AGAIN) set(false)
        return
      }
      quickBeats = 0
      if (late === 0) lateSince = elapsed() - ms
      late += 1
      if (late >= SEVERAL && elapsed() - lateSince >= SLOW_AFTER_MS) set(true)
    },
  }
}
