import type { ServerResponse } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { createConnections } from '../../../../adapters/tradelocker/transport/connections.ts'
import { createHttp, type HttpRequest } from '../../../../adapters/tradelocker/transport/http.ts'
import { failureOf, serve } from './loopback.ts'

const ORDERS = { route: 'getOrders', path: { accountId: '1' } } as const
const QUOTES = { route: 'getQuotes', query: { routeId: 1, tradableInstrumentId: 2 } } as const
const MODIFY = { route: 'modifyPosition', path: { positionId: '1' }, body: { stopLoss: 1 } } as const
/** For what has to come, however busy the machine is. */
const PATIENT = { timeout: 30_000 }
const CLOSE = { route: 'closePosition', path: { positionId: '1' }, body: { qty: 0 } } as const

it.each([
  { hangs: ORDERS, other: QUOTES, method: 'GET', path: '/orders', share: 64 },
  { hangs: MODIFY, other: CLOSE, method: 'PATCH', path: '/positions/1', share: 128 },
])('$method $path that hangs, however often, holds up no other route', async (given) => {
  let hanging = 0
  const { url } = await serve(({ method, url: path = '' }, answer) => {
    if (method === given.method && path.endsWith(given.path)) hanging += 1
    else answer.setHeader('Content-Type', 'application/json').end('{"s":"ok","d":{}}')
  })
  const http = createHttp({ baseUrl: url, developerApiKey: undefined, userAgent: 'test' })
  const send = (request: HttpRequest) =>
    http.send({ ...request, accessToken: 'a', accNum: '1', deadlineMs: 5_000 })
  const hung = Promise.allSettled(Array.from({ length: 400 }, () => send(given.hangs)))
  const others = Array.from({ length: 20 }, () => send(given.other))
  await expect(Promise.all(others)).resolves.toHaveLength(20)
  await expect.poll(() => hanging, PATIENT).toBe(given.share)
  http.close()
  await hung
})

it('what waits for a connection goes when one is free, urgent reads first; what waits too long is not sent', async () => {
  const seen: string[] = []
  const held: ServerResponse[] = []
  const { url } = await serve(({ url: path = '' }, answer) => {
    seen.push(path.split('/').at(-2) ?? '')
    held.push(answer)
  })
  const http = createHttp({ baseUrl: url, developerApiKey: undefined, userAgent: 'test' })
  onTestFinished(http.close)
  const read = (accountId: string, more: Partial<HttpRequest> = {}) =>
    http.send({
      route: 'getOrders',
      path: { accountId },
      accessToken: 'a',
      accNum: '1',
      deadlineMs: 30_000,
      ...more,
    })
  const answerOne = () => held.shift()?.setHeader('Content-Type', 'application/json').end('{"s":"ok","d":{}}')

  const first = Array.from({ length: 64 }, () => read('first'))
  await expect.poll(() => seen, PATIENT).toHaveLength(64)
  const usual = read('usual')
  const late = failureOf(read('late', { deadlineMs: 20 }))
  const urgent = read('urgent', { isUrgent: true })

  expect(await late).toMatchObject({ code: 'upstream_timeout', delivery: 'not_sent' })
  answerOne()
  await expect.poll(() => seen.slice(64), PATIENT).toEqual(['urgent'])
  answerOne()
  await expect.poll(() => seen.slice(64), PATIENT).toEqual(['urgent', 'usual'])
  while (answerOne() !== undefined);
  await Promise.all([...first, usual, urgent])
  expect(seen).not.toContain('late')
})

it('what nobody waits for any more when it asks for a connection is told so and never runs', async () => {
  const connections = createConnections()
  onTestFinished(connections.close)
  const wait = { isUrgent: false, signal: AbortSignal.abort('too late') }
  let runs = 0
  const request = async () => {
    runs += 1
  }
  await expect(connections.lend('getOrders', wait, request)).rejects.toBe('too late')
  expect(runs).toBe(0)
})
