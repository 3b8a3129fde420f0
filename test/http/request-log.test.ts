import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { ACCOUNT_ID, TRADER } from '../support/memory-broker.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startTestGateway()
})
afterEach(() => gateway.close())

const served = () => gateway.logs.lines().filter((line) => line.message === 'Request served.')

/** The line is written when the connection has taken the answer, which may be a moment after the client has it. */
async function lineCount(count: number): Promise<void> {
  await expect.poll(() => served().length).toBe(count)
}

describe('the request log', () => {
  it('tells the pattern of the route and a hash of the account, never the URL', async () => {
    const token = await gateway.token()
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'from-the-client_1' }
    const response = await fetch(`${gateway.origin}/accounts/${ACCOUNT_ID}/orders?locale=en&x=secret-query`, {
      headers,
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-request-id')).toBe('from-the-client_1')
    await lineCount(2)
    expect(served()[1]).toEqual({
      level: 'debug',
      message: 'Request served.',
      timestamp: expect.any(String),
      method: 'GET',
      route: '/accounts/:accountId/orders',
      status: 200,
      durationMs: expect.any(Number),
      requestId: 'from-the-client_1',
      account: expect.stringMatching(/^[0-9a-f]{12}$/),
      upstreamCalls: 0,
    })
    expect(gateway.logs.text()).not.toContain('secret-query')
  })

  it('names why a request was refused, since its status is 200 all the same', async () => {
    await gateway.logIn({ login: TRADER.email, password: 'wrong-horse' })
    await lineCount(1)
    expect(served()[0]).toMatchObject({ route: '/authorize', status: 200, refusal: 'wrong_credentials' })
  })

  it('holds neither passwords nor tokens nor accounts, whatever happens', async () => {
    const token = await gateway.token()
    const headers = { authorization: `Bearer ${token}` }
    await gateway.logIn({ login: TRADER.email, password: 'wrong-horse' })
    gateway.broker.beforeAccounts = () =>
      Promise.reject(new Error(`A bug with Bearer ${token} in its message.`))
    await fetch(`${gateway.origin}/accounts`, { headers })
    gateway.broker.beforeAccounts = () =>
      Promise.reject(new BrokerError('upstream_timeout', { cause: { headers } }))
    await fetch(`${gateway.origin}/accounts`, { headers })
    await fetch(`${gateway.origin}/accounts/12345678/orders/87654321`, { method: 'DELETE', headers })
    await lineCount(5)
    const text = gateway.logs.text()
    for (const secret of [TRADER.password, 'wrong-horse', token, '12345678', '87654321']) {
      expect(text).not.toContain(secret)
    }
    expect(text).toContain('A bug with Bearer [redacted] in its message.')
  })

  it("gives every request an id of its own, and takes the client's only when it is short and clean", async () => {
    const idFor = async (id: string) =>
      (await fetch(`${gateway.origin}/livez`, { headers: { 'x-request-id': id } })).headers.get(
        'x-request-id',
      )
    expect(await idFor('abcd-1234')).toBe('abcd-1234')
    const own = await Promise.all(['short', 'x'.repeat(65), 'with space', '<script>', ''].map(idFor))
    for (const id of own) expect(id).toMatch(/^[0-9a-f]{18}-\d+$/)
    expect(new Set(own).size).toBe(own.length)
  })

  it('keeps quiet about health checks, and calls unknown addresses just that', async () => {
    await fetch(`${gateway.origin}/livez`)
    await fetch(`${gateway.origin}/wp-login.php?password=x`)
    await lineCount(2)
    expect(served().map(({ level, route, status }) => [level, route, status])).toEqual([
      ['debug', '/livez', 200],
      ['info', 'unknown', 404],
    ])
  })

  it('keeps quiet about polls too, unless they are refused or not let in', async () => {
    const token = await gateway.token()
    const poll = (account: string, bearer: string) =>
      fetch(`${gateway.origin}/accounts/${account}/state`, { headers: { authorization: `Bearer ${bearer}` } })
    await poll(ACCOUNT_ID, token)
    await poll('12345678', token)
    await poll(ACCOUNT_ID, 'nonsense')
    await lineCount(4)
    expect(served().map(({ level, status, refusal }) => [level, status, refusal])).toEqual([
      ['info', 200, undefined],
      ['debug', 200, undefined],
      ['info', 200, 'account_not_found'],
      ['info', 401, 'session_expired'],
    ])
  })

  it('tells of every order that is placed, although orders are polled at the same address', async () => {
    const token = await gateway.token()
    const placed = await fetch(`${gateway.origin}/accounts/${ACCOUNT_ID}/orders?requestId=first-one`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ instrument: 'EURUSD', side: 'buy', type: 'market', qty: '1' }),
    })
    expect(await placed.json()).toMatchObject({ s: 'ok' })
    await lineCount(2)
    const order = { level: 'info', method: 'POST', route: '/accounts/:accountId/orders', status: 200 }
    expect(served()[1]).toMatchObject(order)
    expect(served()[1]).not.toHaveProperty('refusal')
  })

  it('notes when the client went away before its answer', async () => {
    const token = await gateway.token()
    const reached = new Promise<void>((resolve) => {
      gateway.broker.beforeAccounts = () => {
        resolve()
        return new Promise(() => {})
      }
    })
    const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1')
    socket.write(`GET /accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`)
    await reached
    socket.destroy()
    await once(socket, 'close')
    await lineCount(2)
    expect(served()[1]).toMatchObject({ route: '/accounts', aborted: true })
  })
})

describe('the metrics', () => {
  it("count requests by route pattern, on the operators' port only", async () => {
    await fetch(`${gateway.origin}/accounts/${ACCOUNT_ID}/state`)
    await lineCount(1)
    const metrics = await (await fetch(`${gateway.admin.origin}/metrics`)).text()
    expect(metrics).toContain(
      'gateway_request_duration_seconds_count{route="/accounts/:accountId/state",method="GET",status="401"} 1',
    )
    expect(metrics).toContain('process_resident_memory_bytes')
    expect(metrics).not.toContain(ACCOUNT_ID)
    expect((await fetch(`${gateway.origin}/metrics`)).status).toBe(404)
  })
})
