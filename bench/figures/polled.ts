import type { LoadJob, LoadResult } from '../support/load.ts'
import { call, crowd, logIn, panelHeaders, polledPaths } from '../support/panel-client.ts'
import { runJob, startServer } from '../support/processes.ts'
import { startBenchStack } from '../support/stack.ts'

const CONNECTIONS = 20
const SECONDS = 4
const [email, accountId] = Object.values(crowd(1))
const stack = await startBenchStack({ rateLimits: '100', nodeArgs: process.env.PROF ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [] })
const token = await logIn(stack.gateway, email ?? '')
for (let n = 0; n < 3; n += 1) await call(stack.gateway, token, `/accounts/${accountId}/orders?locale=en`, { instrument: 'EURUSD', side: 'buy', type: 'market', qty: '0.1' })
for (let n = 0; n < 3; n += 1) await call(stack.gateway, token, `/accounts/${accountId}/orders?locale=en`, { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: '0.9', qty: '0.1', stopLoss: '0.8' })
const paths = polledPaths(accountId ?? '')
const payloads: Record<string, unknown> = {}
for (const path of Object.values(paths)) payloads[path.split('?')[0] ?? ''] = { s: 'ok', d: await call(stack.gateway, token, path) }
const env = { PAYLOADS: JSON.stringify(payloads) }
const expressP = await startServer('bench/servers/express.ts', (line) => JSON.parse(line) as { port: number }, { core: 'server', env })
const bare = await startServer('bench/servers/bare.ts', (line) => JSON.parse(line) as { port: number }, { core: 'server', env })
const targets = { gateway: stack.gateway, express: `http://127.0.0.1:${expressP.ready.port}`, bare: `http://127.0.0.1:${bare.ready.port}` }
for (const [name, path] of Object.entries(paths)) {
  for (const [who, origin] of Object.entries(targets)) {
    if (process.env.WHO && process.env.WHO !== who) continue
    const job: LoadJob = { url: origin + path, headers: panelHeaders(token), connections: CONNECTIONS, duration: SECONDS }
    const r = await runJob<LoadResult>('bench/support/load.ts', job)
    process.stdout.write(`${name} ${who} ${JSON.stringify(r)}\n`)
  }
}
await Promise.all([stack.stop(), expressP.stop(), bare.stop()])
