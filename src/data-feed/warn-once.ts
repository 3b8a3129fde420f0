import type { Log } from '../http/log.ts'

/** A warning of something that will not change by itself. */
export type WarnOnce = (message: string, details: Readonly<Record<string, unknown>>) => void

/** Remembers this many warnings; after that it starts over. */
const MAX_REMEMBERED = 10_000

/** Writes the same warning, details included, only once. */
export function warnOnce(log: Pick<Log, 'warn'>): WarnOnce {
  const told = new Set<string>()
  return (message, details) => {
    const key = JSON.stringify([message, details])
    if (told.has(key)) return
    if (told.size >= MAX_REMEMBERED) told.clear()
    told.add(key)
    log.warn(message, details)
  }
}
