import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttp, type HttpRequest } from '../../../../adapters/tradelocker/transport/http.ts'
import type { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { certifiedKey } from '../../../support/certificate.ts'
import { startStopwatch } from '../../../support/stopwatch.ts'
import { deadAddress, failureOf, serve } from './loopback.ts'

const SECRET = 'secret-access-token'
const order: HttpRequest = {
  route: 'placeOrder',
  path: { accountId: '7080' },
  accNum: '1',
  accessToken: SECRET,
  body: { qty: 0.1 },
  deadlineMs: 5_000,
}

function client(baseUrl: string, warnings: string[] = []) {
  const log = {
    info: () => {},
    warn: (message: string, facts = {}) => void warnings.push(`${message} ${JSON.stringify(facts)}`),
    error: () => {},
  }
  const http = createHttp({ baseUrl, developerApiKey: 'tl-key', userAgent: 'gateway-under-test/1', log })
  onTestFinished(() => http.close())
  return http
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

const failing = async (baseUrl: string, request = order) =>
  (await failureOf(client(baseUrl).send(request))) as UpstreamError

const json = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

describe('a request', () => {
  it('carries the account, the token, the developer key and our own name', async () => {
    const seen: unknown[] = []
    const { url } = await serve(async (request, response) => {
      const { headers, method } = request
      seen.push([method, request.url, await bodyOf(request), headers['content-type'], headers['user-agent']])
      seen.push([headers.authorization, headers.accnum, headers['developer-api-key']])
      json(response, { s: 'ok', d: { orderId: '5' } })
    })
    expect(await client(`${url}/backend-api/`).send(order)).toEqual({ orderId: '5' })
    expect(seen).toEqual([
      [
        'POST',
        '/backend-api/trade/accounts/7080/orders',
        '{"qty":0.1}',
        'application/json',
        'gateway-under-test/1',
      ],
      [`Bearer ${SECRET}`, '1', 'tl-key'],
    ])
  })

  it('sends the quantity of a close in the body of a DELETE', async () => {
    const { url } = await serve(async (request, response) =>
      json(response, { s: 'ok', d: [request.method, request.url, await bodyOf(request)] }),
    )
    const close: HttpRequest = { route: 'closePosition', path: { positionId: '77' }, body: { qty: 0 } }
    expect(await client(url).send(close)).toEqual(['DELETE', '/trade/positions/77', '{"qty":0}'])
  })

  it('encodes what it is given and leaves out what is undefined', async () => {
    const { url } = await serve((request, response) => json(response, { s: 'ok', d: request.url }))
    const request: HttpRequest = {
      route: 'getInstrumentDetails',
      path: { tradableInstrumentId: 'a/b?c' },
      query: { routeId: 5, locale: 'ä&b', from: undefined },
    }
    expect(await client(url).send(request)).toBe('/trade/instruments/a%2Fb%3Fc?routeId=5&locale=%C3%A4%26b')
  })

  it.each(['..', '.', ''])('never leads to another route: the id %j is not sent', async (orderId) => {
    const { url } = await serve(() => expect.unreachable())
    const error = await failing(url, { route: 'cancelOrder', path: { orderId } })
    expect(error).toMatchObject({ code: 'rejected', delivery: 'not_sent' })
  })

  it('uses one connection after another request is done', async () => {
    const { url, server } = await serve((_, response) => json(response, { s: 'ok' }))
    let connections = 0
    server.on('connection', () => {
      connections += 1
    })
    const http = client(url)
    for (let i = 0; i < 5; i += 1) await http.send(order)
    expect(connections).toBe(1)
  })
})

describe('an answer', () => {
  it('may be compressed', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"s":"ok","d":[1]}'))
    })
    expect(await client(url).send(order)).toEqual([1])
  })

  it('that is a redirect is not followed', async () => {
    const paths: unknown[] = []
    const { url } = await serve((request, response) => {
      paths.push(request.url)
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect(await failing(url)).toMatchObject({
      code: 'upstream_malformed',
      delivery: 'unknown',
      status: 307,
    })
    expect(paths).toHaveLength(1)
  })

  it.each([
    ['HTML', 200, '<html>maintenance</html>', 'upstream_malformed', 'unknown'],
    ['the edge page', 429, '<html>error code: 1015</html>', 'rate_limited', 'not_sent'],
    ['broken JSON', 200, '{"s":"ok","d":', 'upstream_malformed', 'unknown'],
    ['an error', 500, '{}', 'upstream_unavailable', 'unknown'],
  ])('that is %s leaves the outcome as it must', async (_, status, text, code, delivery) => {
    const { url } = await serve((_request, response) => response.writeHead(status).end(text))
    expect(await failing(url)).toMatchObject({ code, delivery, status })
  })

  it('of endless length is given up', async () => {
    const { url } = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) {
          // Until the socket is full.
        }
      }
      response.on('drain', more)
      more()
    })
    expect(await failing(url)).toMatchObject({ code: 'upstream_malformed', delivery: 'unknown' })
  })

  it('that unpacks to a bomb is given up', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    expect(await failing(url)).toMatchObject({ code: 'upstream_malformed', delivery: 'unknown' })
  })

  it('that only claims to be compressed is unreadable', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"s":"ok"}')
    })
    expect(await failing(url)).toMatchObject({ code: 'upstream_malformed', delivery: 'unknown' })
  })
})

describe('without an answer', () => {
  it('a refused connection means that nothing was sent', async () => {
    expect(await failing(await deadAddress())).toMatchObject({
      code: 'upstream_unavailable',
      delivery: 'not_sent',
    })
  })

  it('an unknown host means that nothing was sent', async () => {
    expect(await failing('http://no-such-host.invalid')).toMatchObject({
      code: 'upstream_unavailable',
      delivery: 'not_sent',
    })
  })

  it('a failed TLS handshake means that nothing was sent', async () => {
    const { url } = await serve(() => expect.unreachable())
    expect(await failing(url.replace('http:', 'https:'))).toMatchObject({
      code: 'upstream_unavailable',
      delivery: 'not_sent',
    })
  })

  it('a certificate that nobody vouches for means that nothing was sent', async () => {
    const { privateKey, certificate } = certifiedKey()
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
    const impostor = createTlsServer({ key, cert: certificate }, () => expect.unreachable())
    impostor.listen(0, '127.0.0.1')
    await once(impostor, 'listening')
    onTestFinished(() => void impostor.close())
    const { port } = impostor.address() as AddressInfo
    expect(await failing(`https://127.0.0.1:${port}`)).toMatchObject({
      code: 'upstream_unavailable',
      delivery: 'not_sent',
    })
  })

  it('a TLS handshake that never ends means that nothing was sent', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(await failing(`https://127.0.0.1:${port}`, { ...order, deadlineMs: 100 })).toMatchObject({
      code: 'upstream_timeout',
      delivery: 'not_sent',
    })
  })

  it('reads that hang leave changes their own connections', async () => {
    const full = Promise.withResolvers<void>()
    let reads = 0
    const { url } = await serve((request, response) => {
      if (request.method === 'DELETE') return void response.end('{"s":"ok"}')
      reads += 1
      if (reads === 64) full.resolve()
    })
    const http = client(url)
    const state = { route: 'getState', path: { accountId: '1' } } as const
    const hanging = Array.from({ length: 300 }, () => failureOf(http.send({ ...state, deadlineMs: 3_000 })))
    await full.promise
    await http.send({
      route: 'closePosition',
      path: { positionId: '1' },
      body: { qty: 0 },
      deadlineMs: 1_000,
    })
    http.close()
    await Promise.all(hanging)
  })

  it('no free connection before the deadline means that nothing was sent', async () => {
    const full = Promise.withResolvers<void>()
    let arrived = 0
    const { url } = await serve(() => {
      arrived += 1
      if (arrived === 128) full.resolve()
    })
    const http = client(url)
    const busy = Array.from({ length: 128 }, () => failureOf(http.send({ ...order, deadlineMs: 2_000 })))
    await full.promise
    const late = await failureOf(http.send({ ...order, deadlineMs: 50 }))
    expect(late).toMatchObject({ code: 'upstream_timeout', delivery: 'not_sent', retry: 'safe' })
    expect(arrived).toBe(128)
    http.close()
    await Promise.all(busy)
  })

  it('a connection cut after the request leaves the outcome unknown', async () => {
    const { url } = await serve((request) => request.socket.destroy())
    expect(await failing(url)).toMatchObject({ code: 'upstream_unavailable', delivery: 'unknown' })
  })

  it('a connection cut in the middle of the answer leaves the outcome unknown', async () => {
    const { url } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"s":')
      setImmediate(() => request.socket.destroy())
    })
    expect(await failing(url)).toMatchObject({ code: 'upstream_unavailable', delivery: 'unknown' })
  })

  it('a kept-alive connection that was just closed leaves the outcome unknown', async () => {
    let requests = 0
    const { url } = await serve((request, response) => {
      requests += 1
      if (requests === 1) json(response, { s: 'ok' })
      else request.socket.destroy()
    })
    const http = client(url)
    await http.send(order)
    expect(await failureOf(http.send(order))).toMatchObject({ delivery: 'unknown' })
    expect(requests).toBe(2)
  })

  it.each([
    ['before the headers', () => {}],
    ['after the headers', (response: ServerResponse) => void response.writeHead(200).write('{"s":')],
  ])('silence %s ends at the deadline', async (_, begin) => {
    const { url } = await serve((_request, response) => begin(response))
    const elapsed = startStopwatch()
    const error = await failing(url, { ...order, deadlineMs: 150 })
    expect(error).toMatchObject({ code: 'upstream_timeout', delivery: 'unknown', retry: 'never' })
    expect(elapsed()).toBeLessThan(1_500)
  })

  it('no error and no log line holds a token', async () => {
    const warnings: string[] = []
    const { url } = await serve((request, response) => {
      if (request.method === 'POST') request.socket.destroy()
      else response.end(`<html>${request.headers.authorization}</html>`)
    })
    const http = client(url, warnings)
    const errors = [
      await failureOf(http.send(order)),
      await failureOf(http.send({ ...order, route: 'getOrders' })),
    ] as UpstreamError[]
    const seen = errors.flatMap((error) => [error.stack, String(error.cause), JSON.stringify(error)])
    expect([...seen, ...warnings].join()).not.toContain(SECRET)
    expect(warnings).toHaveLength(1)
    expect(errors.map(({ retry }) => retry)).toEqual(['never', 'never'])
  })
})
