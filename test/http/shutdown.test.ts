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
