import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import type { Beat, KindResult, PaceResult } from '../support/pace.ts'
import { call, crowd, logIn, panelBeats } from '../support/panel-client.ts'
import { runJob } from '../support/processes.ts'
import { PASSWORD, startBenchStack } from '../support/stack.ts'

const REPETITIONS = 3
const WARM_UP_MS = 2_000
const DURATION_MS = 4_000
const LANES = 16

/** What the gateway adds to a call that goes through to TradeLocker, at half of what it can do, in milliseconds. */
export const added: Figure = {
  name: 'added',
  async measure() {
    const stack = await startBenchStack({ rateLimits: 'off' })
    const { email, accountId } = crowd(1)
    const token = await logIn(stack.gateway, email)
    const direct = await directHeaders(stack.simulator, email)
    const base = new URL(stack.simulator)
    // Loads what the first call of its kind needs.
    await call(stack.gateway, token, `/accounts/${accountId}/getLeverage?locale=en`, leverageForm)
    await call(stack.gateway, token, `/accounts/${accountId}/orders?locale=en`, orderForm)
    const instrument = await findInstrument(stack.simulator, direct, accountId)
    const [info, trade] = ['INFO', 'TRADE'].map((type) => instrument.routes.find((one) => one.type === type))

    const calls = {
      'uncached read (leverage of an instrument)': {
        gateway: formBeat(token, `/accounts/${accountId}/getLeverage?locale=en`, leverageForm),
        direct: directBeat(
          'GET',
          `${base.pathname}/trade/instruments/${instrument.tradableInstrumentId}?routeId=${info?.id}&locale=en`,
          direct,
        ),
      },
      'POST order': {
        gateway: formBeat(token, `/accounts/${accountId}/orders?locale=en&requestId=bench-{n}`, orderForm),
        direct: directBeat('POST', `${base.pathname}/trade/accounts/${accountId}/orders`, direct, {
          tradableInstrumentId: instrument.tradableInstrumentId,
          routeId: trade?.id,
          qty: 0.01,
          side: 'buy',
          type: 'market',
          validity: 'IOC',
          price: 0,
          strategyId: 'bench-{n}',
        }),
      },
    }
    const rows: Row[] = []
    for (const [name, { gateway, direct: straight }] of Object.entries(calls)) {
      const rate = (await capacity(stack.gateway, gateway)) / 2
      const p50: number[] = []
      const p99: number[] = []
      for (let n = 0; n < REPETITIONS; n += 1) {
        const through = await paced(stack.gateway, gateway, rate)
        const without = await paced(base.origin, straight, rate)
        p50.push(through.p50 - without.p50)
        p99.push(through.p99 - without.p99)
      }
      rows.push({
        figure: `${name}: added by the gateway, p50 / p99`,
        measured: `${rounded(median(p50), 2)} / ${rounded(median(p99), 2)} ms at ${rounded(rate, 0)} a second`,
        target: '≤ 1.5 / ≤ 6 ms at 50 % load',
        met: median(p50) <= 1.5 && median(p99) <= 6,
      })
    }
    await stack.stop()
    return rows
  },
}

const leverageForm = { instrument: 'EURUSD', orderType: 'market', side: 'buy' }
const orderForm = { instrument: 'EURUSD', qty: '0.01', side: 'buy', type: 'market' }

type Call = Pick<Beat, 'method' | 'path' | 'headers' | 'body'>

function formBeat(token: string, path: string, form: Readonly<Record<string, string>>): Call {
  const headers = panelBeats(token, '')[0]?.headers ?? ''
  return { method: 'POST', path, headers, body: new URLSearchParams(form).toString() }
}

function directBeat(
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): Call {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return { method, path, headers: lines.join(''), ...(body && { body: JSON.stringify(body) }) }
}

async function directHeaders(api: string, email: string): Promise<Record<string, string>> {
  const response = await fetch(`${api}/auth/jwt/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD, server: 'SIM-DEMO' }),
  })
  const { accessToken } = (await response.json()) as { accessToken: string }
  return { Authorization: `Bearer ${accessToken}`, accNum: '1', 'Content-Type': 'application/json' }
}

interface Listed {
  readonly name: string
  readonly tradableInstrumentId: number
  readonly routes: readonly { readonly id: number; readonly type: string }[]
}

async function findInstrument(
  api: string,
  headers: Record<string, string>,
  accountId: string,
): Promise<Listed> {
  const response = await fetch(`${api}/trade/accounts/${accountId}/instruments`, { headers })
  const { d } = (await response.json()) as { d: { instruments: readonly Listed[] } }
  const found = d.instruments.find(({ name }) => name === 'EURUSD')
  if (found === undefined) throw new Error('The simulator lists no EURUSD.')
  return found
}

/** @param perSecond over all lanes */
async function run(origin: string, sent: Call, perSecond: number, warmUp: number): Promise<PaceResult> {
  const every = (LANES * 1_000) / perSecond
  const beats = Array.from({ length: LANES }, (_, n) => ({ ...sent, kind: 'call', every, lane: String(n) }))
  return runJob<PaceResult>('bench/support/pace.ts', { origin, beats, warmUp, duration: DURATION_MS })
}

/** Calls per second when there is always one waiting on every connection. */
async function capacity(origin: string, sent: Call): Promise<number> {
  const { kinds } = await run(origin, sent, 20_000, WARM_UP_MS)
  return (kinds.call?.answers ?? 0) / (DURATION_MS / 1_000)
}

async function paced(origin: string, sent: Call, perSecond: number): Promise<KindResult> {
  const { kinds } = await run(origin, sent, perSecond, WARM_UP_MS)
  const { call: seen } = kinds
  if (seen === undefined || seen.failed > 0) throw new Error(`Calls failed: ${seen?.failure}`)
  return seen
}
