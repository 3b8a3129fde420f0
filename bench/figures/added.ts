import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import type { Beat, KindResult, PaceResult } from '../support/pace.ts'
import { call, crowd, findEurusd, logIn, logInUpstream, panelBeats } from '../support/panel-client.ts'
import { runJob } from '../support/processes.ts'
import { counters, resetCounters } from '../support/simulator-control.ts'
import { type BenchStack, startBenchStack } from '../support/stack.ts'

const REPETITIONS = 9
/** Code that is run a few hundred times a second is compiled in the course of half a minute. */
const LOAD_MS = 30_000
const WARM_UP_MS = 1_000
/** So short that there are fewer orders than the gateway remembers: beyond that each is looked for before it is sent. */
const DURATION_MS = 2_000
const LANES = 16
/** So many that no account gets full of positions, which the simulator adds up for every order. */
const TRADERS = 25 * LANES

/** What the gateway adds to a call that goes through to TradeLocker, at half of what it can do, in milliseconds. */
export const added: Figure = {
  name: 'added',
  async measure() {
    const stack = await startBenchStack({ rateLimits: 'off' })
    const traders: Trader[] = []
    while (traders.length < TRADERS) {
      const next = Array.from({ length: LANES }, (_, n) => crowd(traders.length + n + 1))
      traders.push(...(await Promise.all(next.map((one) => openTrader(stack, one)))))
    }
    const base = new URL(stack.simulator)
    const { accessToken = '', accountId = '' } = traders[0] ?? {}
    const { tradableInstrumentId, routes } = await findEurusd(stack.simulator, accessToken, accountId)
    const [info, trade] = ['INFO', 'TRADE'].map((type) => routes.find((one) => one.type === type)?.id)
    const order = {
      tradableInstrumentId,
      routeId: trade,
      qty: 0.01,
      side: 'buy',
      type: 'market',
      validity: 'IOC',
      price: 0,
    }

    const calls: Readonly<Record<string, Kind>> = {
      'uncached read (leverage of an instrument)': {
        operation: 'getInstrumentDetails',
        gateway: ({ token, accountId }) =>
          formCall(token, `/accounts/${accountId}/getLeverage?locale=en`, leverageForm),
        direct: ({ direct }) => ({
          method: 'GET',
          path: `${base.pathname}/trade/instruments/${tradableInstrumentId}?routeId=${info}&locale=en`,
          headers: direct,
        }),
      },
      'POST order': {
        operation: 'placeOrder',
        gateway: ({ token, accountId }) =>
          formCall(token, `/accounts/${accountId}/orders?locale=en&requestId=bench-{n}`, orderForm),
        direct: ({ direct, accountId }) => ({
          method: 'POST',
          path: `${base.pathname}/trade/accounts/${accountId}/orders`,
          headers: direct,
          body: JSON.stringify({ ...order, strategyId: 'bench-{n}' }),
        }),
      },
    }
    const rows: Row[] = []
    for (const [name, { operation, gateway, direct: straight }] of Object.entries(calls)) {
      await run(stack.gateway, traders.map(gateway), 250, LOAD_MS)
      const rate = (await capacity(stack.gateway, traders.map(gateway))) / 2
      const p50: number[] = []
      const p99: number[] = []
      const direct: number[] = []
      for (let n = 0; n < REPETITIONS; n += 1) {
        await resetCounters(stack.control)
        const through = await paced(stack.gateway, traders.map(gateway), rate)
        const { requests } = await counters(stack.control)
        if ((requests[operation] ?? 0) < through.answers)
          throw new Error(`Not every ${name} reached TradeLocker.`)
        const without = await paced(base.origin, traders.map(straight), rate)
        p50.push(through.p50 - without.p50)
        p99.push(through.p99 - without.p99)
        direct.push(without.p50)
      }
      rows.push({
        figure: `${name}: added by the gateway, p50 / p99`,
        measured: `${rounded(median(p50), 2)} / ${rounded(median(p99), 2)} ms at ${rounded(rate, 0)} a second (p50 without it ${rounded(median(direct), 2)} ms; p99 of the runs ${p99.map(signed).join(', ')})`,
        target: '≤ 1.5 / ≤ 6 ms at 50 % load',
        met: median(p50) <= 1.5 && median(p99) <= 6,
      })
    }
    await stack.stop()
    return rows
  },
}

const signed = (one: number): string => `${one < 0 ? '' : '+'}${rounded(one, 1)}`

const leverageForm = { instrument: 'EURUSD', orderType: 'market', side: 'buy' }
const orderForm = { instrument: 'EURUSD', qty: '0.01', side: 'buy', type: 'market' }

/** A call that goes through to TradeLocker each time, and the same without the gateway. */
interface Kind {
  /** As the simulator counts it. */
  readonly operation: string
  readonly gateway: (trader: Trader) => Call
  readonly direct: (trader: Trader) => Call
}

type Call = Pick<Beat, 'method' | 'path' | 'headers' | 'body'>

interface Trader {
  readonly accountId: string
  /** Of the gateway. */
  readonly token: string
  /** Of TradeLocker. */
  readonly accessToken: string
  /** Headers for the simulator. */
  readonly direct: string
}

/** A trader with money enough for any number of orders, and with everything loaded that a first call needs. */
async function openTrader(
  { gateway, simulator, control }: BenchStack,
  { email, accountId }: ReturnType<typeof crowd>,
): Promise<Trader> {
  const token = await logIn(gateway, email)
  const accessToken = await logInUpstream(simulator, email)
  await fetch(`${control}/balance`, { method: 'POST', body: JSON.stringify({ accountId, balance: 1e12 }) })
  await call(gateway, token, `/accounts/${accountId}/getLeverage?locale=en`, leverageForm)
  await call(gateway, token, `/accounts/${accountId}/orders?locale=en`, orderForm)
  const direct = `Authorization: Bearer ${accessToken}\r\naccNum: 1\r\nContent-Type: application/json\r\n`
  return { accountId, token, accessToken, direct }
}

function formCall(token: string, path: string, form: Readonly<Record<string, string>>): Call {
  const headers = panelBeats(token, '')[0]?.headers ?? ''
  return { method: 'POST', path, headers, body: new URLSearchParams(form).toString() }
}

/** @param perSecond over all lanes */
async function run(
  origin: string,
  sent: readonly Call[],
  perSecond: number,
  warmUp: number,
): Promise<PaceResult> {
  const every = (sent.length * 1_000) / perSecond
  // Neighbours are spread best, so they share a connection: none waits there for another.
  const laneOf = (n: number) => String(Math.floor((n * LANES) / sent.length))
  const beats = sent.map((one, n) => ({ ...one, kind: 'call', every, lane: laneOf(n) }))
  return runJob<PaceResult>('bench/support/pace.ts', { origin, beats, warmUp, duration: DURATION_MS })
}

/** Calls per second when there is always one waiting on every connection. */
async function capacity(origin: string, sent: readonly Call[]): Promise<number> {
  const { kinds } = await run(origin, sent, 20_000, WARM_UP_MS)
  return (kinds.call?.answers ?? 0) / (DURATION_MS / 1_000)
}

async function paced(origin: string, sent: readonly Call[], perSecond: number): Promise<KindResult> {
  const { kinds } = await run(origin, sent, perSecond, WARM_UP_MS)
  const { call: seen } = kinds
  if (seen === undefined || seen.failed > 0) throw new Error(`Calls failed: ${seen?.failure}`)
  return seen
}
