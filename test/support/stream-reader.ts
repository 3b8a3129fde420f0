import { once } from 'node:events'
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { eventually } from './eventually.ts'

type StreamLine = Readonly<Record<string, unknown>>

/** A connection that reads `/streaming` as TradingView's servers do. */
export interface StreamReader {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  /** What has come so far, heartbeats included. */
  readonly lines: StreamLine[]
  /** Each line as it came. */
  readonly raw: string[]
  /** What has come so far without heartbeats. */
  ticks(): StreamLine[]
  /** Waits until what has come fulfils `check`. @returns its lines without heartbeats */
  until(check: (ticks: StreamLine[]) => void, withinMs?: number): Promise<StreamLine[]>
  /** Resolves when the stream has ended, in good order or not. */
  readonly ended: Promise<'ended' | 'cut'>
  /** Takes nothing more from the connection. */
  pause(): void
  resume(): void
  close(): void
}

export async function readStream(url: string, headers: Record<string, string> = {}): Promise<StreamReader> {
  const request = get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const raw: string[] = []
  const lines: StreamLine[] = []
  let rest = ''
  response.setEncoding('utf8').on('data', (text: string) => {
    const [first = '', ...others] = text.split('\n')
    const whole = [rest + first, ...others]
    rest = whole.pop() ?? ''
    raw.push(...whole)
    lines.push(...whole.map((line) => JSON.parse(line)))
  })
  const ended = Promise.withResolvers<'ended' | 'cut'>()
  response.once('end', () => ended.resolve('ended'))
  response.on('error', () => ended.resolve('cut'))
  const ticks = () => lines.filter((line) => !('heartbeat' in line))
  return {
    status: response.statusCode,
    headers: response.headers,
    lines,
    raw,
    ticks,
    until: (check, withinMs) => eventually(async () => ticks(), check, withinMs),
    ended: ended.promise,
    pause: () => void response.socket.pause(),
    resume: () => void response.socket.resume(),
    close: () => void request.destroy(),
  }
}
