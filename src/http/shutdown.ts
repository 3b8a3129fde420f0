import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { RequestHandler } from 'express'
import { Attendance } from './attendance.ts'
import type { Log } from './log.ts'
import { isSending } from './open-connections.ts'

/** How long requests that are being served may take once the process is asked to stop, in milliseconds. */
export const GRACE_MS = 25_000

/** Knows which requests are being served, so that a stop can let them finish and take no new ones. */
export interface Drain {
  readonly middleware: RequestHandler
  isStopping(): boolean
  /** Aborted when the stop begins: for answers that would never end by themselves. */
  readonly signal: AbortSignal
  /** From now on every connection is closed after its answer. */
  begin(): void
}

export function createDrain(): Drain {
  const serving = new Attendance<ServerResponse>()
  const stop = new AbortController()

  function closeAfterwards(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('Connection', 'close')
  }

  return {
    isStopping: () => stop.signal.aborted,
    signal: stop.signal,
    begin() {
      for (const response of serving) closeAfterwards(response)
      stop.abort()
    },
    middleware(_request, response, next) {
      // The end of an answer whose client has gone already is not told again.
      if (response.closed) return next()
      response.once('close', serving.enter(response))
      if (stop.signal.aborted) closeAfterwards(response)
      next()
    },
  }
}

/** Milliseconds between two looks for connections that have nothing more to do. */
const LOOK_MS = 100

/**
 * Closes a server: no new connections, requests being served may finish until `graceMs` have passed, then what is left
 * is cut. @returns whether everything finished in time
 */
export async function closeServer(server: Server, graceMs: number): Promise<boolean> {
  let finished = true
  const deadline = setTimeout(() => {
    finished = false
    server.closeAllConnections()
  }, graceMs)
  // Idle is to Node also what has been answered and not been read yet: that would be cut.
  const closeIdle = (): void => {
    if (!isSending(server)) server.closeIdleConnections()
  }
  // Whose answer had begun before the stop was not told to close its connection after it.
  const looks = setInterval(closeIdle, LOOK_MS)
  await new Promise<void>((resolve) => {
    // An HTTP server's own close() begins with closeIdleConnections().
    NetServer.prototype.close.call(server, () => resolve())
    closeIdle()
  })
  clearInterval(looks)
  clearTimeout(deadline)
  return finished
}

/**
 * Runs `stop` once at the first SIGTERM or SIGINT and then exits with 0, or with 1 when it fails; a second signal
 * exits at once. Explicit handlers: as process 1 of a container, Node would otherwise ignore these signals.
 */
export function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) {
      log.warn(`Received ${signal} again: ending at once.`)
      process.exit(1)
    }
    stopping = true
    log.info(`Received ${signal}: finishing the requests being served, then ending.`)
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('The gateway could not stop in good order.', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}
