import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { renderErrors } from '../../src/http/errors.ts'
import { withRequestContext } from '../../src/http/request-context.ts'
import { RequestError, type RequestErrorCode } from '../../src/http/request-error.ts'
import { errors } from '../../src/i18n/messages/en/errors.ts'
import { type HttpServer, serve } from '../support/http-server.ts'
import { type LogLines, readableLog } from '../support/log-lines.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let logs: LogLines
let server: HttpServer
let thrown: unknown
beforeAll(async () => {
  logs = readableLog()
  const app = express()
  app.use(withRequestContext, () => {
    throw thrown
  })
  app.use(renderErrors(logs.log))
  server = await serve(app)
})
afterAll(() => server.close())

interface Rendered {
  readonly status: number
  readonly body: { readonly s: string; readonly errmsg: string }
  readonly headers: Headers
}

async function rendered(error: unknown, query = ''): Promise<Rendered> {
  thrown = error
  const response = await fetch(`${server.origin}/${query}`, { headers: { 'x-request-id': 'request-0001' } })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Rendered['body'],
  }
}

const brokerCodes = (Object.keys(errors) as (keyof typeof errors)[]).filter(
  (code) => !code.startsWith('note_') && !code.startsWith('warning_'),
)

describe('the error renderer', () => {
  it.each(brokerCodes)('answers %s with a sentence', async (code) => {
    const { status, body } = await rendered(new BrokerError(code as BrokerError['code']))
    expect(status).toBe(code === 'session_expired' ? 401 : 200)
    expect(body).toEqual({ s: 'error', errmsg: expect.stringMatching(/^[A-Z][^{}]+[.)]$/) })
  })

  it.each<[RequestErrorCode, number]>([
    ['field_missing', 200],
    ['field_invalid', 200],
    ['too_many_symbols', 200],
    ['unknown_route', 404],
    ['method_not_allowed', 405],
    ['body_too_large', 413],
    ['body_malformed', 200],
    ['url_malformed', 400],
    ['url_too_long', 414],
    ['unsupported_body', 200],
    ['unsupported_feature', 200],
    ['confirm_mismatch', 200],
  ])('answers %s with status %i and a sentence', async (code, expected) => {
    const { status, body } = await rendered(new RequestError(code))
    expect(status).toBe(expected)
    expect(body).toEqual({ s: 'error', errmsg: expect.stringMatching(/^[A-Z][^{}]+\.$/) })
  })

  it('fills in what the error tells', async () => {
    const { body } = await rendered(
      new BrokerError('qty_off_step', { params: { qty: 0.015, step: 0.01, nearest: 0.02 } }),
      '?locale=en',
    )
    expect(body.errmsg).toBe(
      'The quantity 0.015 does not fit the step of 0.01 lots. The nearest valid quantity is 0.02.',
    )
  })

  it('says how to find an upstream failure in the logs, and only such a one', async () => {
    for (const code of ['upstream_unavailable', 'upstream_timeout', 'upstream_malformed'] as const) {
      expect((await rendered(new BrokerError(code))).body.errmsg).toMatch(/ \(Reference: request-0001\)$/)
    }
    expect((await rendered(new BrokerError('market_closed'))).body.errmsg).not.toContain('Reference')
  })

  it('answers a bug with 500, tells nothing about it but its reference, and logs it with its stack', async () => {
    const { status, body } = await rendered(new TypeError('x.y is not a function'))
    expect(status).toBe(500)
    expect(body.errmsg).toBe(
      'Something went wrong on our side. Please try again in a moment. (Reference: request-0001)',
    )
    expect(logs.lines().at(-1)).toMatchObject({
      level: 'error',
      requestId: 'request-0001',
      error: { name: 'TypeError', stack: expect.stringContaining('errors.test.ts') },
    })
  })

  it.each(['a text', 42, {}, Object.create(null)])('answers %j being thrown as a bug', async (value) => {
    expect((await rendered(value)).status).toBe(500)
  })

  it.each([
    '?locale=de',
    '?locale=xx',
    '?locale=en&locale=de_DE',
    '?locale=%ff',
    '?locale=',
    '?%',
    '?locale[]=1',
  ])('answers in English where it knows no better: %s', async (query) => {
    expect((await rendered(new BrokerError('market_closed'), query)).body.errmsg).toMatch(/^The market/)
  })
})

describe('requests that cannot be read', () => {
  let gateway: TestGateway
  let authorization: string
  beforeAll(async () => {
    gateway = await startTestGateway()
  })
  afterAll(() => gateway.close())
  beforeEach(async () => {
    authorization = `Bearer ${await gateway.token()}`
  })

  it.each([
    ['/accounts/%ff/orders', 400],
    ['/accounts/%/orders', 400],
    ['/accounts/%E0%A4%A/state', 400],
    ['/%ff', 404],
    ['/accounts?locale=%ff', 200],
    ['/accounts?%', 200],
    ['/accounts?__proto__=1&constructor=2', 200],
    ['//accounts', 404],
    ['/accounts/%00/orders', 200],
    ['/accounts/..%2f..%2fetc/orders', 200],
  ])('%s is answered with %i', async (path, status) => {
    const response = await fetch(gateway.origin + path, { headers: { authorization } })
    expect(response.status).toBe(status)
    expect(await response.json()).toHaveProperty('s')
  })

  it('an unknown address is 404 with and without a token', async () => {
    for (const headers of [{ authorization }, { authorization: 'Bearer x' }]) {
      const response = await fetch(`${gateway.origin}/nothing`, { headers })
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({ s: 'error', errmsg: 'There is nothing at this address.' })
    }
  })

  it.each([
    ['PATCH', '/accounts', 'GET, HEAD'],
    ['GET', '/authorize', 'POST'],
    ['GET', '/logout', 'POST'],
    ['POST', '/livez', 'GET, HEAD'],
    ['PUT', '/accounts/1/orders', 'GET, HEAD, POST'],
    ['GET', '/accounts/1/orders/2', 'PUT, DELETE'],
  ])('%s %s is 405 and names what is allowed', async (method, path, allowed) => {
    const response = await fetch(gateway.origin + path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allowed)
    expect(await response.json()).toMatchObject({ s: 'error', errmsg: expect.stringContaining(allowed) })
  })
})
