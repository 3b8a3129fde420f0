import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSimulator } from '../simulator/simulator.ts'
import { loadConfig } from '../src/config.ts'
import { createGateway } from '../src/gateway.ts'
import { createLimitedServer } from '../src/http/limits.ts'

/*
 * A TradeLocker simulator and the gateway in front of it, for trying out. Limits are a hundred times TradeLocker's, so
 * that the instrument catalogue loads at once and the stream misses no price. DEMO_PORT chooses the gateway's port; a taken port is replaced by a free one.
 * DATA_CLIENTS closes the data half, as in production.
 */

const simulator = await startSimulator({ rateLimits: 100 })
const [login] = simulator.logins
const [account] = login?.accounts ?? []
if (login === undefined || account === undefined) throw new Error('The simulator has no logins.')

const config = loadConfig({
  GATEWAY_ENV: 'staging',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  TRADELOCKER_BASE_URL: simulator.url,
  TRADELOCKER_SERVERS: [...new Set(simulator.logins.map(({ server }) => server))].join(','),
  TRADELOCKER_ACCOUNT_TYPE: 'demo',
  DATA_FEED_EMAIL: 'feed@example.com',
  DATA_FEED_PASSWORD: login.password,
  DATA_FEED_SERVER: 'SIM-DEMO',
  ...(process.env.DATA_CLIENTS && { DATA_CLIENTS: process.env.DATA_CLIENTS }),
})
const gateway = createGateway(config)
const publicUrl = await listen(gateway.app, Number(process.env.DEMO_PORT ?? 8080))
const adminUrl = await listen(gateway.adminApp, 9090)

process.stdout.write(`
The gateway           ${publicUrl}
  for operators       ${adminUrl}/metrics  ${adminUrl}/readyz
TradeLocker simulator ${simulator.url}
  its controls        ${simulator.controlUrl}

Log in as ${login.email} with the password ${login.password}, account ${account.id} (${account.currency}).

Try:
  TOKEN=$(curl -s ${publicUrl}/authorize -d login=${login.email} -d password=${login.password} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" '${publicUrl}/quotes?symbols=EURUSD&accountId=${account.id}&locale=en'
  curl -s -H "Authorization: Bearer $TOKEN" '${publicUrl}/accounts/${account.id}/orders?requestId=demo000001&locale=en' -d 'instrument=EURUSD&side=buy&type=market&qty=0.1'

An order in the first 15 seconds waits until they are over. Ctrl+C ends both.
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([gateway.close(), simulator.close()]).finally(() => process.exit(0))
  })
}

/** Listens on loopback only: a demo is nobody else's business. */
async function listen(app: RequestListener, port: number): Promise<string> {
  const server = createLimitedServer(app)
  const attempt = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await attempt(port).catch(() => attempt(0))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
