import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { closeServer, createDrain } from '../../src/http/shutdown.ts'
import { serve } from '../support/http-server.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startTestGateway()
})
afterEach(() => gateway.close())

/** A request that is being served until `finish` is called. */
async function slowRequest(): Promise<{ answer: Promise<Response>; finish: () => void }> {
  const authorization = `Bearer ${await gateway.token()}`
  const { promise: held, resolve: finish } = Promise.withResolvers<void>()
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  gateway.broker.beforeAccounts = () => {
    reach()
    return held
  }
  const answer = fetch(`${gateway.origin}/accounts`, { headers: { authorization } })
  // Whoever awaits the answer sees the failure; nobody may await it before it happens.
  answer.catch(() => {})
  await reached
  return { answer, finish }
}

describe('a stop', () => {
  it('lets a request that is being served finish, and takes no new connection', async () => {
    const { answer, finish } = await slowRequest()
    gateway.drain.begin()
    const closed = closeServer(gateway.server, 10_000)
    const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1')
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
    finish()
    const response = await answer
    expect(response.status).toBe(200)
    expect(response.headers.get('connection')).toBe('close')
    expect(await closed).toBe(true)
  })

  it('cuts what takes longer than the grace', async () => {
    const { answer } = await slowRequest()
    gateway.drain.begin()
    expect(await closeServer(gateway.server, 50)).toBe(false)
    await expect(answer).rejects.toThrow()
  })

  it('does not wait for idle connections', async () => {
    await fetch(`${gateway.origin}/livez`)
    gateway.drain.begin()
    expect(await closeServer(gateway.server, 10_000)).toBe(true)
  })

  it('cuts nothing that has been answered and is still being read', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024)
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const { server, origin, close } = await serve((_request, response) => {
      response.end(body)
      answer()
    })
    onTestFinished(close)
    const client = connect(Number(new URL(origin).port), '127.0.0.1')
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await answered
    const closed = closeServer(server, 10_000)
    let received = 0
    for await (const chunk of client) received += (chunk as Buffer).length
    expect(received).toBeGreaterThan(body.length)
    expect(await closed).toBe(true)
  })

  it('does not wait for a connection whose answer had begun before it', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<ServerResponse>()
    const { server, origin, close } = await serve((_request, response) => {
      response.write('first')
      begin(response)
    })
    onTestFinished(close)
    const answer = fetch(origin)
    const response = await begun
    expect((await answer).headers.get('connection')).toBe('keep-alive')
    const closed = closeServer(server, 10_000)
    response.end(' and last')
    expect(await (await answer).text()).toBe('first and last')
    expect(await closed).toBe(true)
  })
})

it('an answer whose client has gone before it is served is not kept for a stop', async () => {
  const drain = createDrain()
  const app = express()
  app.use((_request, response, next) => {
    response.once('close', () => void nextTurn().then(() => next()))
    response.socket?.destroy()
  })
  app.use(drain.middleware)
  const { promise: served, resolve } = Promise.withResolvers<ServerResponse>()
  app.use((_request, response) => resolve(response))
  const { origin, close } = await serve(app)
  onTestFinished(close)
  await expect(fetch(origin)).rejects.toThrow()
  const response = await served
  drain.begin()
  expect(response.hasHeader('Connection')).toBe(false)
})
