import type { ServerResponse } from 'node:http'
import type { Line } from './lines.ts'

/** Lines of a moment, the same for all who read. */
export interface Batch {
  readonly lines: readonly Line[]
  /** All of them, ready to be sent. */
  readonly bytes: Buffer
}

/** What becomes of lines, for metrics. */
export interface ReaderEvents {
  /** Lines that were written. */
  written(lines: number): void
  /** Lines that a newer one has replaced before they could be written. */
  conflated(lines: number): void
  /** A reader was given up, because it did not keep up for too long. */
  dropped(): void
}

/** Where lines are written to. */
type Outlet = Pick<ServerResponse, 'write' | 'writableNeedDrain' | 'on' | 'end' | 'destroy' | 'socket'>

/** One connection that reads the stream. */
export interface Reader {
  send(batch: Batch): void
  /** Ends the stream in good order, at once. */
  end(): void
}

/** Whoever is behind for longer misses less by connecting anew and reading the gap from `/history`. */
const MOST_BEHIND_MS = 30_000

/**
 * Writes batches as they come. While the connection takes no more, only the latest line of each key is kept, so that what
 * a slow reader costs is bounded by the number of symbols.
 * @param elapsed milliseconds of a clock that never jumps
 */
export function createReader(response: Outlet, events: ReaderEvents, elapsed: () => number): Reader {
  const kept = new Map<string, Line>()
  /** Since when the connection has not been empty. */
  let behindSince: number | undefined

  const keep = (lines: readonly Line[]): void => {
    const before = kept.size
    for (const line of lines) kept.set(line.key, line)
    events.conflated(before + lines.length - kept.size)
  }

  const write = (bytes: Buffer, lines: number): void => {
    events.written(lines)
    if (response.write(bytes)) behindSince = undefined
  }

  response.on('drain', () => {
    if (kept.size === 0) {
      behindSince = undefined
      return
    }
    const lines = [...kept.values()]
    kept.clear()
    write(bytesOf(lines), lines.length)
  })

  return {
    send({ lines, bytes }) {
      if (!response.writableNeedDrain) return write(bytes, lines.length)
      behindSince ??= elapsed()
      if (elapsed() - behindSince <= MOST_BEHIND_MS) return keep(lines)
      events.dropped()
      response.destroy()
    },
    end() {
      const { socket } = response
      // What a slow reader has not taken yet, nobody waits for.
      if (response.writableNeedDrain) response.destroy()
      // Told too late for a header: the connection serves nothing else.
      else response.end(() => socket?.destroySoon())
    },
  }
}

export function batchOf(lines: readonly Line[]): Batch {
  return { lines, bytes: bytesOf(lines) }
}

function bytesOf(lines: readonly Line[]): Buffer {
  let text = ''
  for (const line of lines) text += line.text
  return Buffer.from(text)
}
