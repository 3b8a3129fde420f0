import type { ServerResponse } from 'node:http'
import type { FeedUpdate, MarketData } from '../../broker/market-data.ts'
import { heartbeat, type Line } from './lines.ts'
import { batchOf, createReader, type Reader, type ReaderEvents } from './reader.ts'

export interface StreamEvents extends ReaderEvents {
  /** How many connections read the stream now. */
  connections(count: number): void
}

export interface BroadcastOptions {
  readonly prices: MarketData['prices']
  /** Are there lines of an instrument of that name? */
  readonly isTold: (name: string) => boolean
  /** The lines an update makes. */
  readonly linesOf: (update: FeedUpdate) => readonly Line[]
  readonly events: StreamEvents
  /** Unix milliseconds. */
  readonly clock: () => number
  /** Milliseconds of a clock that never jumps; by default the process's own. */
  readonly elapsed?: () => number
}

/** One stream for all who read it. */
export interface Broadcast {
  /** Writes everything from now on to the answer, whose head has been sent. */
  add(response: ServerResponse): void
  /** Ends all streams, also those that begin later. */
  close(): void
}

/** How long lines are gathered, in milliseconds: one write for many, and far below the second a tick may take. */
const GATHER_MS = 20
const HEARTBEAT_MS = 5_000

/** Listens to the prices as long as somebody reads. Every line is made once and sent to all. */
export function createBroadcast(options: BroadcastOptions): Broadcast {
  const { prices, isTold, linesOf, events, clock, elapsed = () => performance.now() } = options
  const readers = new Set<Reader>()
  let gathered: Line[] = []
  let timer: NodeJS.Timeout | undefined
  let stopListening: (() => void) | undefined
  let isClosed = false

  const sendGathered = (): void => {
    timer = undefined
    const batch = batchOf(gathered)
    gathered = []
    for (const reader of readers) reader.send(batch)
  }

  const onUpdate = (update: FeedUpdate): void => {
    for (const line of linesOf(update)) gathered.push(line)
    if (gathered.length > 0) timer ??= setTimeout(sendGathered, GATHER_MS)
  }

  const leave = (reader: Reader): void => {
    readers.delete(reader)
    events.connections(readers.size)
    if (readers.size > 0) return
    stopListening?.()
    stopListening = undefined
    clearTimeout(timer)
    timer = undefined
    gathered = []
  }

  return {
    add(response) {
      const reader = createReader(response, events, elapsed)
      if (isClosed) return reader.end()
      const beat = () => reader.send(batchOf([heartbeat(clock())]))
      const beats = setInterval(beat, HEARTBEAT_MS)
      response.once('close', () => {
        clearInterval(beats)
        leave(reader)
      })
      readers.add(reader)
      events.connections(readers.size)
      stopListening ??= prices.listen(onUpdate, isTold)
      // Shows at once that the way to the reader is open.
      beat()
    },
    close() {
      isClosed = true
      for (const reader of readers) reader.end()
    },
  }
}
