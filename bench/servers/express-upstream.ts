import { Agent } from 'node:http'
import axios from 'axios'
import cors from 'cors'
import express, { type RequestHandler } from 'express'

/*
 * The least that could stand where the gateway stands: Express 5, cors and axios as they come. A poll is answered with what
 * TradeLocker told last, as it told it, and that is read anew as often as the gateway reads it. No limits, sessions, joins,
 * translations or errors. The token of a poll is TradeLocker's own.
 */

/** Milliseconds between two reads, and where they go. */
const READS = {
  orders: { every: 1_080, path: (account: string) => `/trade/accounts/${account}/orders` },
  positions: { every: 1_080, path: (account: string) => `/trade/accounts/${account}/positions` },
  state: { every: 980, path: (account: string) => `/trade/accounts/${account}/state` },
} as const

const { UPSTREAM: baseURL = '', QUOTE_PATH = '', QUOTE_EVERY = '950' } = process.env
const upstream = axios.create({ baseURL, httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) })

const known = new Map<string, { data: unknown; at: number }>()

async function answerOf(url: string, every: number, authorization: string): Promise<unknown> {
  const last = known.get(url)
  if (last !== undefined && performance.now() - last.at < every) return last.data
  const entry = { data: last?.data, at: performance.now() }
  known.set(url, entry)
  const read = upstream.get(url, { headers: { authorization, accNum: '1' } }).then(({ data }) => {
    entry.data = data
    return data
  })
  return last?.data ?? read
}

const poll =
  (url: (account: string) => string, every: number): RequestHandler<{ account: string }> =>
  async ({ params, headers }, response) => {
    response.json(await answerOf(url(params.account), every, headers.authorization ?? ''))
  }

const app = express()
app.use(cors())
for (const [name, { every, path }] of Object.entries(READS))
  app.get(`/accounts/:account/${name}`, poll(path, every))
app.get('/quotes', poll(() => QUOTE_PATH, Number(QUOTE_EVERY)) as RequestHandler)
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address())}\n`)
})
process.once('SIGTERM', () => process.exit(0))
