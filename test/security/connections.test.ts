import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitServer, SERVER_OPTIONS } from '../../src/http/limits.ts'
import { startStopwatch } from '../support/stopwatch.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway()
})
afterAll(() => gateway.close())

const answersIn = (all: string): string[] =>
  [...all.matchAll(/^HTTP\/1\.1 (\d+) /gm)].map(([, status = '']) => status)

const FORM = 'Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n'
const HEADERS_MS = 300
const REQUEST_MS = 600

describe('connections', () => {
  /** A server of its own whose patience is short. */
  async function impatient() {
    const server = createServer(
      { ...SERVER_OPTIONS, connectionsCheckingInterval: 50 },
      gateway.server.listeners('request')[0] as never,
    )
    limitServer(server, { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: 300 })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return {
      open: (): Socket => connect(port, '127.0.0.1').on('error', () => {}),
      count: () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))),
      origin: `http://127.0.0.1:${port}`,
      close: () => {
        server.closeAllConnections()
        server.close()
      },
    }
  }

  it.each<[string, number, string, string]>([
    ['headers come one byte at a time', HEADERS_MS, 'GET /livez HTTP/1.1\r\nHost: x\r\n', 'X'],
    ['headers never end', HEADERS_MS, 'GET /livez HTTP/1.1\r\n', 'X: y\r\n'],
    [
      'body comes one byte at a time',
      REQUEST_MS,
      `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: 9999\r\n\r\n`,
      'a',
    ],
    [
      'chunks never end',
      REQUEST_MS,
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n`,
      '1\r\na\r\n',
    ],
  ])('whose %s are given up with 408', async (_what, patienceMs, start, drop) => {
    const server = await impatient()
    const socket = server.open()
    const drops = setInterval(() => socket.write(drop), 20)
    // What is sent to a connection that was just closed resets it, and the answer may be lost on the way.
    const stop = setTimeout(() => clearInterval(drops), patienceMs - 50)
    socket.write(start)
    const all = await text(socket)
    clearInterval(drops)
    clearTimeout(stop)
    expect(answersIn(all)).toEqual(['408'])
    server.close()
  })

  it('that say nothing, a thousand of them, keep nobody from being served, and are closed', async () => {
    const server = await impatient()
    const idle = Array.from({ length: 1_000 }, () => server.open())
    await Promise.all(idle.map((socket) => once(socket, 'connect')))
    const elapsed = startStopwatch()
    const response = await fetch(`${server.origin}/livez`, { headers: { connection: 'close' } })
    expect(response.status).toBe(200)
    await response.text()
    expect(elapsed()).toBeLessThan(5_000)
    await Promise.all(idle.map((socket) => text(socket)))
    expect(await server.count()).toBeLessThan(10)
    server.close()
  })

  it('have limits in production', () => {
    const { headersTimeout, requestTimeout, maxHeadersCount } = gateway.server
    expect(headersTimeout).toBeLessThanOrEqual(15_000)
    expect(requestTimeout).toBeLessThanOrEqual(30_000)
    expect(maxHeadersCount ?? 2_000).toBeLessThanOrEqual(2_000)
    expect(SERVER_OPTIONS.connectionsCheckingInterval).toBeLessThanOrEqual(5_000)
  })
})
