/**
 * Unix milliseconds as the process was told them when it started, by a clock that is never set: it neither jumps nor goes
 * back. What waits for something, or takes turns with another replica, goes by this one; only dates go by the time of day.
 */
export const steadyClock = (): number => performance.timeOrigin + performance.now()
