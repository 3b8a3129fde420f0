import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { createPanel } from '../support/panel.ts'

/*
 * A full run of the real process at the most talkative level, then a search of everything it wrote for every secret it
 * was given or made.
 */

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
})
afterAll(() => simulator.close())

it('no token, password or key is ever written, at any level', async () => {
  const key = randomBytes(32).toString('base64url')
  const developerKey = `developer-${randomBytes(9).toString('hex')}`
  const gateway = spawn(process.execPath, ['src/main.ts'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ADMIN_PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'debug',
      TOKEN_KEYS: `k1:${key}`,
      TRADELOCKER_BASE_URL: simulator.url,
      TRADELOCKER_SERVERS: 'SIM-DEMO',
      TRADELOCKER_DEVELOPER_API_KEY: developerKey,
      DATA_FEED_EMAIL: 'feed@example.com',
      DATA_FEED_PASSWORD: 'demo-password',
      DATA_FEED_SERVER: 'SIM-DEMO',
    },
  })
  let output = ''
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  try {
    const port = await listeningPort(() => output)
    const panel = createPanel(`http://127.0.0.1:${port}`)
    await panel.refused('POST', '/authorize', { login: 'anna@example.com', password: 'wrong-password-xyz' })
    await panel.logIn('anna@example.com', 'demo-password')
    await walk(panel)
    simulator.control.addFault({ operation: 'getState', kind: 'drop', count: 'untilCleared' })
    await panel.send('GET', '/accounts/700101/state')
    simulator.control.clearFaults()
    await panel.send('POST', `/authorize?password=in-the-url-xyz`, {
      login: 'x@example.com',
      password: 'another-xyz',
    })
    await panel.ok('POST', '/logout')
    const secrets = [
      'demo-password',
      'wrong-password-xyz',
      'another-xyz',
      'in-the-url-xyz',
      panel.token,
      key,
      developerKey,
    ]
    gateway.kill('SIGTERM')
    await once(gateway, 'exit')
    expect(output).toContain('"route":"/accounts/:accountId/state"')
    for (const secret of secrets) expect(output.includes(secret), secret.slice(0, 12)).toBe(false)
    // Neither are TradeLocker's own tokens, which only the gateway sees, nor account ids and e-mail addresses.
    expect(output).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}/)
    expect(output).not.toMatch(/Bearer [\w-]/)
    expect(output).not.toContain('700101')
    expect(output).not.toContain('anna@example.com')
  } finally {
    gateway.kill('SIGKILL')
  }
}, 60_000)

async function walk(panel: ReturnType<typeof createPanel>): Promise<void> {
  const account = '/accounts/700101'
  await panel.ok('GET', '/config')
  await panel.ok('GET', '/accounts')
  for (const path of ['instruments', 'state', 'orders', 'positions', 'ordersHistory']) {
    await panel.ok('GET', `${account}/${path}`)
  }
  await panel.ok('GET', '/quotes?symbols=EURUSD&accountId=700101')
  const order = { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 0.1 }
  await panel.ok('POST', `${account}/orders?requestId=walk1`, order)
  const [position] = await panel.ok('GET', `${account}/positions`)
  await panel.ok('DELETE', `${account}/positions/${position.id}`)
}

async function listeningPort(output: () => string): Promise<number> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const match = /gateway listens[^\n]*"port":(\d+)/.exec(output())
    if (match?.[1] !== undefined) return Number(match[1])
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The gateway does not listen:\n${output()}`)
}
