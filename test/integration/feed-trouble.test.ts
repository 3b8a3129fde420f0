import { afterEach, describe, expect, it } from 'vitest'
import type { SimulatorControl } from '../../simulator/control.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/** What TradingView's servers meet while the broker's service account cannot be used, and how all of it comes back. */

const EMAIL = 'feed@example.com'
const FEED = { DATA_FEED_EMAIL: EMAIL, DATA_FEED_PASSWORD: 'demo-password' }
const DAY = 86_400

/** The pauses of the real thing are minutes. */
const PAUSES = { passing: [50, 200], refused: [300, 600] } as const

let stack: Stack
let reader: StreamReader | undefined
afterEach(async () => {
  reader?.close()
  reader = undefined
  await stack.close()
})

async function start(
  env: Record<string, string> = FEED,
  prepare: (control: SimulatorControl) => void = () => undefined,
): Promise<void> {
  stack = await startStack({ rateLimits: 20 }, env, { loginPauses: PAUSES, prepare })
}

interface Answer {
  readonly s: string
  readonly errmsg?: string
  readonly t?: readonly number[]
  readonly symbol?: readonly string[]
}

const get = async (path: string): Promise<Answer> => {
  const response = await fetch(stack.gateway.origin + path)
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

/** A whole day of minutes; each day is another one that nobody has asked for before. */
let day = 30
const freshHistory = () => {
  day += 10
  const from = (Math.floor(Date.now() / 86_400_000) - day) * DAY
  return get(`/history?symbol=BTCUSD&resolution=1&from=${from}&to=${from + DAY - 1}`)
}

const detail = async () => {
  const answer = (await (await fetch(`${stack.admin.origin}/readyz`)).json()) as {
    readonly status: string
    readonly detail: Readonly<Record<string, unknown>>
  }
  // Whoever trades needs no prices of the data half.
  expect(answer.status).toBe('ready')
  return answer.detail
}

const untilDetail = (expected: Readonly<Record<string, unknown>>, withinMs = 20_000) =>
  eventually(detail, (found) => expect(found).toMatchObject(expected), withinMs)

const READY = { dataFeed: 'ready', serviceAccountsUsable: 1, catalogue: 'loaded' }
const UNAVAILABLE = { dataFeed: 'unavailable', serviceAccountsUsable: 0 }
const UNREADABLE = { s: 'error', errmsg: expect.stringMatching(/cannot be read at the moment/) }

const logins = () => stack.simulator.control.counters().requests.getJWTTokens ?? 0

/** Everything that is read of the broker is there. */
async function expectAll(): Promise<void> {
  await untilDetail(READY)
  await eventually(
    () => get('/symbol_info'),
    ({ symbol }) => expect(symbol?.length).toBeGreaterThanOrEqual(60),
  )
  expect((await freshHistory()).t).toHaveLength(1_440)
  const stream = await readStream(`${stack.gateway.origin}/streaming`)
  await stream.until((ticks) => expect(ticks.length).toBeGreaterThan(10))
  stream.close()
}

describe('a service account that cannot be used from the start', () => {
  it.each([
    [
      'it is locked',
      (control: SimulatorControl) => control.lockUser(EMAIL),
      (control: SimulatorControl) => control.unlockUser(EMAIL),
      'account_not_active',
    ],
    [
      'its password is another one',
      (control: SimulatorControl) => control.setPassword(EMAIL, 'changed-by-somebody'),
      (control: SimulatorControl) => control.setPassword(EMAIL, 'demo-password'),
      'wrong_credentials',
    ],
  ])(
    'because %s, is told to all who ask, and read through as soon as that is put right',
    async (_why, breakIt, repair, trouble) => {
      await start(FEED, breakIt)
      await untilDetail({ ...UNAVAILABLE, serviceAccountTrouble: trouble })
      expect(await get('/symbol_info')).toEqual(UNREADABLE)
      expect(await freshHistory()).toEqual(UNREADABLE)
      // The address of the stream is served, and waits.
      reader = await readStream(`${stack.gateway.origin}/streaming`)
      expect(reader.status).toBe(200)

      repair(stack.simulator.control)
      await expectAll()
      await reader.until((ticks) => expect(ticks.length).toBeGreaterThan(10))
    },
  )
})

describe('a service account that ends while prices flow', () => {
  it.each<[string, (control: SimulatorControl) => void, (control: SimulatorControl) => void, string]>([
    [
      'is locked',
      (control) => control.lockUser(EMAIL),
      (control) => control.unlockUser(EMAIL),
      'account_not_active',
    ],
    [
      'has expired, with a password that is no longer right',
      (control) => {
        control.setPassword(EMAIL, 'changed-by-somebody')
        control.expireTokens(EMAIL, { refresh: true })
      },
      (control) => control.setPassword(EMAIL, 'demo-password'),
      'wrong_credentials',
    ],
  ])(
    'because it %s leaves streams open with heartbeats, is tried seldom, and prices and bars come back',
    async (_why, breakIt, repair, trouble) => {
      await start()
      await untilDetail(READY)
      reader = await readStream(`${stack.gateway.origin}/streaming`)
      const stream = reader
      await stream.until((ticks) => expect(ticks.length).toBeGreaterThan(50))

      breakIt(stack.simulator.control)
      await untilDetail({ ...UNAVAILABLE, serviceAccountTrouble: trouble })
      const lockedAt = performance.now()
      const loginsBefore = logins()
      expect(await freshHistory()).toEqual(UNREADABLE)
      // A list that is missing would drop all symbols: the last one stays.
      expect((await get('/symbol_info')).symbol?.length).toBeGreaterThanOrEqual(60)
      const heartbeats = () => stream.lines.filter((line) => 'heartbeat' in line).length
      const [beatsBefore, ticksBefore] = [heartbeats(), stream.ticks().length]
      await eventually(
        async () => heartbeats(),
        (count) => expect(count).toBeGreaterThanOrEqual(beatsBefore + 2),
      )
      expect(stream.ticks().length).toBe(ticksBefore)
      // 300 ms after the first refusal, 600 ms after each further one.
      const tries = logins() - loginsBefore
      expect(tries).toBeGreaterThan(2)
      expect(tries).toBeLessThanOrEqual((performance.now() - lockedAt) / 600 + 2)

      repair(stack.simulator.control)
      await stream.until((ticks) => expect(ticks.length).toBeGreaterThan(ticksBefore + 50))
      await expectAll()
      // The same connection all along, and time in it has not gone back.
      expect(await Promise.race([stream.ended, Promise.resolve('open')])).toBe('open')
      const times = new Map<string, number>()
      for (const { f, id, t } of stream.ticks()) {
        expect(Number(t)).toBeGreaterThanOrEqual(times.get(`${f}${id}`) ?? 0)
        times.set(`${f}${id}`, Number(t))
      }
    },
  )

  it('of two leaves the other one, and nobody notices', async () => {
    const more = [{ email: 'crowd-1@example.com', password: 'demo-password' }]
    await start({ ...FEED, DATA_FEED_ACCOUNTS: JSON.stringify(more) })
    await untilDetail({ ...READY, serviceAccountsUsable: 2 })
    reader = await readStream(`${stack.gateway.origin}/streaming`)
    await reader.until((ticks) => expect(ticks.length).toBeGreaterThan(50))
    stack.simulator.control.lockUser(EMAIL)
    await untilDetail({
      dataFeed: 'ready',
      serviceAccountsUsable: 1,
      serviceAccountTrouble: 'account_not_active',
    })
    const before = reader.ticks().length
    await reader.until((ticks) => expect(ticks.length).toBeGreaterThan(before + 50))
    expect((await freshHistory()).t).toHaveLength(1_440)
    stack.simulator.control.unlockUser(EMAIL)
    await untilDetail({ serviceAccountsUsable: 2 })
  })
})

describe('no service account', () => {
  it('is told by every endpoint that needs one, in the words that name what to do', async () => {
    await start({})
    const unconfigured = { s: 'error', errmsg: expect.stringMatching(/operator has set no account/) }
    expect(await get('/symbol_info')).toEqual(unconfigured)
    expect(await freshHistory()).toEqual(unconfigured)
    expect(await get('/groups')).toEqual(unconfigured)
    // Heartbeats alone.
    const stream = await readStream(`${stack.gateway.origin}/streaming`)
    reader = stream
    await eventually(
      async () => stream.lines,
      (lines) =>
        expect(lines).toEqual([{ heartbeat: expect.any(Number) }, { heartbeat: expect.any(Number) }]),
    )
    expect(await detail()).toMatchObject({ dataFeed: 'not configured' })
    expect(logins()).toBe(0)
  })
})
