import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import { type LyingUpstream, startLyingUpstream } from '../support/lying-upstream.ts'
import { createOAuthBrowser, OAUTH_ENV } from '../support/oauth-client.ts'
import { type Replica, startReplica } from '../support/replica.ts'

/*
 * What goes out, watched in a process of its own: a TradeLocker that has turned hostile cannot send the gateway elsewhere, use up its
 * memory or end its sessions.
 */

/** Runs inside the gateway: tells every connection it begins. */
const WATCH = `import net from 'node:net'
const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args
  process.stderr.write('CONNECTS ' + (options.host ?? options.path) + ':' + options.port + '\\n')
  return connect.apply(this, args)
}`

let simulator: Simulator
let decoy: Server
let upstream: LyingUpstream
let gateway: Replica
let visitors = 0

beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  decoy = createServer((socket) => {
    visitors += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(decoy, 'listening')
  const lure = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}/lure`
  upstream = await startLyingUpstream(new URL(simulator.url).origin, lure)
  gateway = await startReplica({
    GATEWAY_ENV: 'staging',
    TRADELOCKER_BASE_URL: upstream.origin + new URL(simulator.url).pathname,
    TRADELOCKER_SERVERS: 'SIM-DEMO',
    DATA_FEED_EMAIL: 'feed@example.com',
    DATA_FEED_PASSWORD: 'demo-password',
    ...OAUTH_ENV,
    // What other programs would go through.
    HTTP_PROXY: lure,
    http_proxy: lure,
    HTTPS_PROXY: lure,
    ALL_PROXY: lure,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}`,
  })
})
afterAll(async () => {
  await gateway.close()
  await upstream.close()
  decoy.close()
  await simulator.close()
})

let traders = 0

/** Somebody new, with whom nothing has been read but the accounts. */
async function newcomer() {
  const panel = gateway.panel()
  await panel.logIn(`crowd-${++traders}@example.com`, 'demo-password')
  const [account] = await panel.ok('GET', '/accounts')
  return { panel, account: `/accounts/${account.id}` }
}

const ORDER = { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 0.1 }

/** All that is read. @returns the sentences of what was refused */
async function walk({ panel, account }: Awaited<ReturnType<typeof newcomer>>): Promise<readonly string[]> {
  const id = account.replace('/accounts/', '')
  const reads = ['state', 'orders', 'positions', 'instruments', 'ordersHistory'].map((what) =>
    panel.send('GET', `${account}/${what}`),
  )
  const answers = await Promise.all([
    ...reads,
    panel.send('GET', `/quotes?symbols=EURUSD&accountId=${id}`),
    panel.send('GET', `/depth?symbol=EURUSD&accountId=${id}`),
    panel.send('GET', '/config'),
  ])
  for (const { status } of answers) expect(status).toBe(200)
  return answers.flatMap(({ body }) => (body.s === 'error' ? [String(body.errmsg)] : []))
}

function expectNobodyElseWasCalled(): void {
  expect(visitors).toBe(0)
  const called = new Set([...gateway.output().matchAll(/^CONNECTS (.*)$/gm)].map(([, address]) => address))
  expect([...called]).toEqual([upstream.origin.replace('http://', '')])
}

async function residentMegabytes(): Promise<number> {
  const metrics = await (await fetch(`${gateway.adminOrigin}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1024 / 1024
}

describe('connections', () => {
  it('go to TradeLocker alone, whatever its answers name and whatever proxy the environment has', async () => {
    const trader = await newcomer()
    expect(await walk(trader)).toEqual([])
    await trader.panel.ok('POST', `${trader.account}/orders?requestId=followed1`, ORDER)
    const fields = { email: 'anna@example.com', password: 'demo-password' }
    await createOAuthBrowser(gateway.origin).tokens(fields)
    for (const path of [
      '/symbol_info',
      '/history?symbol=EURUSD&resolution=1D&from=1700000000&to=1700086400',
    ]) {
      expect((await fetch(gateway.origin + path)).status).toBe(200)
    }
    expectNobodyElseWasCalled()
  })

  it.each([301, 302, 303, 307, 308, 300, 201])('do not follow an answer with status %i', async (status) => {
    const trader = await newcomer()
    const location = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}/elsewhere`
    upstream.lie = (_request, response) =>
      response.writeHead(status, { location, refresh: `0; url=${location}` }).end()
    const refused = await walk(trader)
    upstream.lie = undefined
    expect(refused.length).toBeGreaterThan(5)
    for (const sentence of refused) expect(sentence).not.toContain('127.0.0.1')
    expectNobodyElseWasCalled()
    expect(await walk(trader)).toEqual([])
  })
})

/** Writes the same for ever, as fast as it is taken. */
function endlessly(response: Writable, chunk: Buffer | string): void {
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // Until the socket is full.
    }
  }
  response.on('drain', more)
  more()
}

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ')
const BOMB = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '), { level: 9 })

const FLOODS: readonly [string, (response: ServerResponse) => void][] = [
  ['chunks without end', (response) => endlessly(response.writeHead(200), MEGABYTE)],
  [
    'a length that nobody could hold',
    (response) => endlessly(response.writeHead(200, { 'content-length': '99999999999' }), MEGABYTE),
  ],
  ['a bomb of gzip', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB)],
  ['a bomb in an error', (response) => response.writeHead(400, { 'content-encoding': 'gzip' }).end(BOMB)],
  ['one header without end', (response) => endlessly(rawHead(response, 'X-Long: '), 'x'.repeat(65_536))],
  ['headers without end', (response) => endlessly(rawHead(response, ''), 'X-Header: y\r\n'.repeat(1_000))],
  [
    'objects in objects',
    (response) => response.writeHead(200).end(`{"s":"ok","d":${'{"a":'.repeat(200_000)}`),
  ],
]

/** The beginning of an answer, whose headers are to go on. */
function rawHead(response: ServerResponse, start: string): Writable {
  const { socket } = response
  if (socket === null) return response
  socket.write(`HTTP/1.1 200 OK\r\n${start}`)
  return socket
}

describe('an answer that is too large', () => {
  it.each(FLOODS)('(%s) is given up, costs little memory, and the session goes on', async (_what, flood) => {
    const trader = await newcomer()
    const before = await residentMegabytes()
    upstream.lie = (_request, response) => flood(response)
    let most = 0
    const watch = setInterval(async () => {
      most = Math.max(most, await residentMegabytes().catch(() => 0))
    }, 100)
    const refused = await walk(trader)
    clearInterval(watch)
    most = Math.max(most, await residentMegabytes())
    upstream.lie = undefined
    expect(refused.length).toBeGreaterThan(5)
    for (const sentence of refused) {
      expect(sentence).toMatch(/^The broker sent an answer that could not be understood\./)
    }
    // Eight calls and their repeats, of at most 20 MB each, before garbage is collected: some 130 MB were seen.
    expect(most - before).toBeLessThan(400)
    // What was being read in the background meanwhile fails whoever waits for it.
    await eventually(
      () => walk(trader),
      (sentences) => expect(sentences).toEqual([]),
    )
    expect(gateway.output()).toContain('TradeLocker answered unreadably.')
  })
})
