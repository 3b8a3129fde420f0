import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import { createHttp } from '../../../../adapters/tradelocker/transport/http.ts'
import { callOnce, type Upstream } from '../../../../adapters/tradelocker/transport/upstream.ts'

/** A server in a thread of its own, which notes when requests arrive while this one stands still. */
const SERVER = `
const { parentPort } = require('node:worker_threads')
const arrivals = []
const server = require('node:http').createServer((_, answer) => {
  arrivals.push(Date.now())
  answer.setHeader('Content-Type', 'application/json').end('{"s":"ok","d":{}}')
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
parentPort.on('message', () => parentPort.postMessage(arrivals))
`

let end = async (): Promise<void> => {}
afterEach(() => end())

/** Nothing else runs in this thread meanwhile. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

it('keeps a limit although the process stands still between a start and its request', async () => {
  const server = new Worker(SERVER, { eval: true })
  const told = <T>() => new Promise<T>((resolve) => server.once('message', resolve))
  const port = await told<number>()
  const elapsed = () => performance.now()
  const budgets = createBudgets({ scope: 'user', headroom: 0.9, maxRps: undefined, elapsed })
  const http = createHttp({
    baseUrl: `http://127.0.0.1:${port}`,
    developerApiKey: undefined,
    userAgent: 'test',
  })
  const upstream: Upstream = { http, budgets, clock: Date.now, elapsed, events: { upstreamCall: () => {} } }
  end = async () => {
    budgets.close()
    http.close()
    await server.terminate()
  }
  const read = () => {
    const request = { route: 'getOrders', path: { accountId: '1' }, accessToken: 'a', accNum: '1' } as const
    return callOnce(upstream, { user: 'ann' }, request, { deadline: elapsed() + 20_000 })
  }
  // The first has started and waits for its connection, which stands long before this process hears of it.
  const reads = [read(), read()]
  await sleep(0)
  standStill(3_500)
  await Promise.all(reads)
  const arrivals = told<number[]>()
  server.postMessage('how many?')
  const [first = 0, second = 0] = await arrivals
  expect(second - first).toBeGreaterThanOrEqual(1_000)
})
