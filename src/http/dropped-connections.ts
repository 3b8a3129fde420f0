import type { Server } from 'node:net'
import type { Log } from './log.ts'

const MINUTE = 60_000

/** Tells how many connections a server has closed unheard because too many were open: at most one line in `everyMs`. */
export function reportDropped(server: Server, log: Pick<Log, 'warn'>, everyMs = MINUTE): void {
  let dropped = 0
  server.on('drop', () => {
    dropped += 1
    if (dropped > 1) return
    setTimeout(() => {
      log.warn('Too many connections were open; new ones were closed unheard.', { dropped })
      dropped = 0
    }, everyMs).unref()
  })
}
