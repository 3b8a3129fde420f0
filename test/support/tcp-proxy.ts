import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface TcpProxy {
  /** Loopback port to connect to instead of the server's own. */
  readonly port: number
  /** Resets every open connection, as a server that is restarted does; new ones are taken. */
  resetAll(): void
  /** From now on what the server says arrives so many milliseconds later. */
  delay(ms: number): void
  /** From now on nobody gets through, or everybody again. */
  cut(isCut: boolean): void
  close(): Promise<void>
}

/** Stands between a client and a server on loopback. @param onSaid told all that the server says */
export async function startTcpProxy(
  targetPort: number,
  onSaid: (chunk: Buffer) => void = () => undefined,
): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let delayMs = 0
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return void client.resetAndDestroy()
    const upstream = connect(targetPort, '127.0.0.1')
    client.pipe(upstream)
    let last = Promise.resolve()
    upstream.on('data', (chunk: Buffer) => {
      onSaid(chunk)
      const due = performance.now() + delayMs
      last = last.then(async () => {
        await sleep(Math.max(0, due - performance.now()))
        client.write(chunk)
      })
    })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('end', () => other.end())
      socket.on('error', () => other.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const resetAll = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    resetAll,
    delay(ms) {
      delayMs = ms
    },
    cut(is) {
      isCut = is
      if (isCut) resetAll()
    },
    async close() {
      resetAll()
      server.close()
      await once(server, 'close')
    },
  }
}
