import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call that passed. */
interface RecordedCall {
  /** Path without its query, below the recorder's address. */
  readonly path: string
  readonly status: number
  /** When its answer came: milliseconds by `performance.now()`. */
  readonly answeredAt: number
}

/** Stands between the gateway and a TradeLocker server and writes down what passes. */
export interface CallRecorder {
  readonly origin: string
  readonly calls: readonly RecordedCall[]
  /** Where calls go; to be set before the first one. */
  passTo(origin: string): void
  close(): Promise<void>
}

export async function startCallRecorder(): Promise<CallRecorder> {
  const calls: RecordedCall[] = []
  let target = ''
  const server = createServer((incoming, answer) => {
    const { method, headers, url = '/' } = incoming
    const onward = request(`${target}${url}`, { method, headers }, (reply) => {
      const path = url.replace(/\?.*/, '')
      calls.push({ path, status: reply.statusCode ?? 0, answeredAt: performance.now() })
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    passTo(origin) {
      target = origin
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
