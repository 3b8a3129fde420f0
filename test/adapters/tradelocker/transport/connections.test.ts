import { expect, it } from 'vitest'
import { createHttp, type HttpRequest } from '../../../../adapters/tradelocker/transport/http.ts'
import { serve } from './loopback.ts'

const ORDERS = { route: 'getOrders', path: { accountId: '1' } } as const
const QUOTES = { route: 'getQuotes', query: { routeId: 1, tradableInstrumentId: 2 } } as const
const MODIFY = { route: 'modifyPosition', path: { positionId: '1' }, body: { stopLoss: 1 } } as const
const CLOSE = { route: 'closePosition', path: { positionId: '1' }, body: { qty: 0 } } as const

it.each([
  { hangs: ORDERS, other: QUOTES, method: 'GET', path: '/orders' },
  { hangs: MODIFY, other: CLOSE, method: 'PATCH', path: '/positions/1' },
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
  // Its own requests go on two shares, and no more.
  expect(hanging).toBeLessThanOrEqual(256)
  http.close()
  await hung
})
