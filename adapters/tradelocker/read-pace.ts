/** How the reading of accounts keeps to what the process can do. */
export interface ReadPace {
  /** How much older than usual the data of accounts may be before it is read again: 1 as long as there is time for all. */
  readonly factor: number
  close(): void
}

/** For those who always have time. */
export const UNHURRIED: ReadPace = { factor: 1, close: () => undefined }

/** Between two looks at how busy the process is. */
export const LOOK_MS = 250
/** Above this share of its time a process answers late; below the other it has time for more. */
const BUSY = 0.85
const IDLE = 0.7
/** Data of accounts then grows to about five seconds, half of what is served at all. */
const MOST = 5
const SLOWER = 1.5
/** Slowly: what is given back too soon is taken again, and meanwhile all wait. */
const FASTER = 1.05
/** Factors from which on, and up to which again, operators are told. */
const TELL = { slow: 2, usual: 1.1 }

/**
 * When panels ask for more than the process has time for, all of them get data that is a little older, before any of them
 * waits: reading from TradeLocker costs some twenty times what an answer from memory does.
 * @param utilisation share of the time since it was last asked that the process was busy, from 0 to 1
 * @param onChange is told of every new factor
 */
export function createReadPace(
  utilisation: () => number,
  onChange: (factor: number) => void,
  log: { warn(message: string): void; info(message: string): void },
): ReadPace {
  let factor = 1
  let isTold = false
  const look = (): void => {
    const busy = utilisation()
    const next =
      busy > BUSY ? Math.min(MOST, factor * SLOWER) : busy < IDLE ? Math.max(1, factor / FASTER) : factor
    if (next === factor) return
    factor = next
    onChange(factor)
    if (!isTold && factor >= TELL.slow) {
      isTold = true
      log.warn(
        'This process has more panels than it has time for, so their data is older than usual. Add a replica.',
      )
    } else if (isTold && factor <= TELL.usual) {
      isTold = false
      log.info('The data of panels is as young as usual again.')
    }
  }
  const timer = setInterval(look, LOOK_MS).unref()
  return {
    get factor() {
      return factor
    },
    close: () => clearInterval(timer),
  }
}
