import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limitServer } from '../../src/http/limits.ts'
import { eventually } from '../support/eventually.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway()
})
afterAll(() => gateway.close())

/** Sends bytes as they are and reads until the server closes. */
async function raw(request: string): Promise<string> {
  const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1')
  socket.write(request)
  return text(socket)
}

describe('limits', () => {
  it("an idle connection outlives a load balancer's 60 seconds", () => {
    expect(gateway.server.keepAliveTimeout).toBeGreaterThan(60_000)
    expect(gateway.server.headersTimeout).toBeGreaterThan(0)
    expect(gateway.server.requestTimeout).toBeGreaterThan(0)
  })

  it('a URL of 16 kB still fits, together with the longest token', async () => {
    const path = `/quotes?symbols=${'x'.repeat(16_000)}`
    const headers = { authorization: `Bearer ${'x'.repeat(8_000)}` }
    expect((await fetch(gateway.origin + path, { headers })).status).toBe(401)
  })

  it('headers beyond all measure are answered by 431, not by a crash', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(120_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 /,
    )
  })

  it.each([16_400, 90_000])(
    'a URL of %i characters is too long, in the words of the gateway',
    async (length) => {
      const response = await fetch(`${gateway.origin}/quotes?symbols=${'x'.repeat(length)}`)
      expect(response.status).toBe(414)
      expect(await response.json()).toEqual({ s: 'error', errmsg: expect.any(String) })
    },
  )

  it('a URL may not have the room that headers have', async () => {
    expect(await raw(`GET /${'x'.repeat(120_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /)
  })

  it.each([
    'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET http://[::1/accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET /accounts HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nConnection: close\r\n\r\n',
    'POST /authorize HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded; charset=none\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b',
    'POST /authorize HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b',
    'POST /authorize HTTP/1.1\r\nHost: x\r\nContent-Type: ;;;\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b',
    'no http at all\r\n\r\n',
  ])("no garbage is the server's fault: %j", async (request) => {
    expect(await raw(request)).toMatch(/^HTTP\/1.1 (200|4\d\d) /)
  })
})

describe('a client that asks and never reads', () => {
  it('is given up when nothing has moved for a while', async () => {
    expect(gateway.server.timeout).toBeGreaterThan(60_000)
    const server = createServer((_request, response) => response.end(Buffer.alloc(64 * 1024 * 1024)))
    limitServer(server, { timeout: 200 })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
      .on('error', () => {})
      .pause()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    const [, response] = await once(server, 'request')
    await once(response, 'close')
    expect(response.writableFinished).toBe(false)
    socket.destroy()
    server.close()
  })
})

describe('connections beyond the ceiling', () => {
  it('are closed unheard, and those there are go on', async () => {
    expect(gateway.server.maxConnections).toBeLessThanOrEqual(6_000)
    const server = createServer((_request, response) => response.end('served'))
    limitServer(server, { maxConnections: 2 })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const open = () => connect(port, '127.0.0.1').on('error', () => {})
    const ask = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const [first, second] = [open(), open()]
    await Promise.all([once(first, 'connect'), once(second, 'connect')])
    await eventually(
      () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))),
      (count) => expect(count).toBe(2),
    )
    const third = open()
    third.write(ask)
    expect(await text(third).catch(() => '')).toBe('')
    first.write(ask)
    expect(await text(first)).toContain('served')
    second.destroy()
    server.close()
  })
})
