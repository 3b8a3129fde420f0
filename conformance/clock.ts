import { setTimeout as pause } from 'node:timers/promises'

/** Tests wait for minutes to end; whoever runs them says what time it is. */
export interface Clock {
  /** Unix seconds, with fractions. */
  now(): number
  sleep(seconds: number): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now() / 1000,
  sleep: (seconds) => pause(Math.max(0, seconds * 1000)),
}

/** 2026-01-14 15:00:00 UTC */
export const moment = (seconds: number): string => {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime())
    ? `${seconds}`
    : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
