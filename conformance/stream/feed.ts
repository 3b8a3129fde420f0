import type { Clock } from '../clock.ts'
import { once } from '../once.ts'
import { show } from '../shape.ts'
import { Violation } from '../verdict.ts'
import { openStream, type StreamConnection } from './connection.ts'

/** A line as it came. */
export interface StreamLine {
  /** When it arrived, Unix seconds. */
  readonly at: number
  /** Which of the parallel connections, from 0. */
  readonly connection: number
  readonly text: string
}

interface OpenFeed {
  readonly openedAt: number
  /** The first connection; the only one that most tests look at. */
  readonly main: StreamConnection
  /** Why connections besides the first could not be opened. */
  readonly refused: readonly string[]
}

/** The connections that all tests of /streaming share, so that hours of watching pass once. */
export interface Feed {
  /** Before the feed opens: gives the observer every line. */
  watch(observe: (line: StreamLine) => void): void
  open(): Promise<OpenFeed>
  /**
   * Waits until the feed has been open for so many seconds, or `enough` says that nothing more is needed.
   * @throws Violation when the first connection could not be opened, or ended before
   */
  run(seconds: number, enough?: () => boolean): Promise<OpenFeed>
  /** Connections that the server ended, each with how many seconds it lived and why it ended. */
  readonly ends: readonly { connection: number; after: number; reason: string }[]
  close(): void
}

/** TradingView may hold as many at once, and all get the same. */
export const CONNECTIONS = 4

/** How often `run` looks whether it may stop, in seconds. */
const GLANCE = 0.5

export function createFeed(
  url: string,
  token: () => Promise<string | undefined>,
  timeoutMs: number,
  clock: Clock,
): Feed {
  const observers: ((line: StreamLine) => void)[] = []
  const connections: StreamConnection[] = []
  const ends: { connection: number; after: number; reason: string }[] = []
  let isClosed = false

  async function connect(connection: number): Promise<StreamConnection> {
    const opened = await openStream(`${url}/streaming`, await token(), timeoutMs)
    connections.push(opened)
    if (isClosed) opened.close()
    if (opened.status !== 200) {
      opened.close()
      throw new Violation(`GET /streaming: expected status 200, received ${opened.status}.`)
    }
    const since = clock.now()
    opened.read(
      (text) => {
        const line = { at: clock.now(), connection, text }
        for (const observe of observers) observe(line)
      },
      (reason) => ends.push({ connection, after: clock.now() - since, reason }),
    )
    return opened
  }

  const open = once(async (): Promise<OpenFeed> => {
    const main = await connect(0)
    const openedAt = clock.now()
    const others = Array.from({ length: CONNECTIONS - 1 }, (_, index) => connect(index + 1))
    const settled = await Promise.allSettled(others)
    const refused = settled.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as Error).message] : [],
    )
    return { openedAt, main, refused }
  })

  return {
    watch: (observe) => observers.push(observe),
    open,
    ends,
    async run(seconds, enough = () => false) {
      const opened = await open()
      while (clock.now() < opened.openedAt + seconds && !enough()) {
        const ended = ends.find(({ connection }) => connection === 0)
        if (ended) {
          const after = ended.after.toFixed(0)
          throw new Violation(
            `GET /streaming ended after ${after} s of the ${seconds} s this test watches: ${ended.reason}. The server must never close it.`,
          )
        }
        await clock.sleep(Math.min(GLANCE, Math.max(0.01, opened.openedAt + seconds - clock.now())))
      }
      return opened
    },
    close() {
      isClosed = true
      for (const connection of connections) connection.close()
    },
  }
}

/** A tick as tests read it, whatever else is in the line. */
export interface Tick {
  readonly f: string
  readonly id: string
  /** Unix seconds. */
  readonly t: number
  readonly fields: Readonly<Record<string, unknown>>
}

/** The line as an object; nothing when it is none. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {}
  return undefined
}

/** The line as a tick; nothing when it is a heartbeat or malformed, which streamingFieldsFormat tells. */
export function tickOf(text: string): Tick | undefined {
  const fields = objectOf(text)
  if (fields === undefined) return undefined
  const { f, id, t } = fields
  if (typeof f !== 'string' || typeof id !== 'string' || typeof t !== 'number') return undefined
  return { f, id, t, fields }
}

/** The line for a sentence. */
export const quoted = ({ text }: StreamLine): string => `the line ${show(text)}`
