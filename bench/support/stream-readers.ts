import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

/*
 * Reads a stream over many connections and measures how long ticks were on their way: of every portion that arrives, its
 * oldest trade. A process of its own, so that it takes nothing from what it measures.
 */

export interface StreamReadersJob {
  readonly port: number
  readonly connections: number
  /** Of them, how many take nothing after the beginning. */
  readonly stalled: number
  /** Milliseconds. */
  readonly warmUp: number
  readonly duration: number
}

export interface StreamReadersResult {
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly portions: number
  /** Connections that ended before the end. */
  readonly lost: number
}

/** What a trade of `bench/servers/stream.ts` looks like; its price is the time at which it was told. */
const TRADE = /"f":"t","id":"S\d+","p":([\d.]+),/

const { port, connections, stalled, warmUp, duration } = (await json(process.stdin)) as StreamReadersJob
const delays: number[] = []
let isMeasuring = false
let lost = 0

async function open(isStalled: boolean): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET /streaming HTTP/1.1\r\nHost: bench\r\n\r\n')
  socket
    .on('error', () => {})
    .once('close', () => {
      lost += 1
    })
  if (isStalled) return socket.pause()
  return socket.on('data', (chunk: Buffer) => {
    const [, told] = (isMeasuring && TRADE.exec(chunk.toString('latin1', 0, 400))) || []
    if (told !== undefined) delays.push(performance.timeOrigin + performance.now() - Number(told))
  })
}

const sockets = await Promise.all(Array.from({ length: connections }, (_, n) => open(n < stalled)))
await sleep(warmUp)
isMeasuring = true
await sleep(duration)
const result: StreamReadersResult = {
  ...{ p50: at(0.5), p99: at(0.99) },
  portions: delays.length,
  lost,
}
for (const socket of sockets) socket.destroy()
process.stdout.write(JSON.stringify(result))

function at(part: number): number {
  delays.sort((a, b) => a - b)
  return delays[Math.floor(delays.length * part)] ?? Number.POSITIVE_INFINITY
}
