import type { Beat } from './pace.ts'
import { PASSWORD } from './stack.ts'

const ORIGIN = 'https://www.tradingview.com'

/** The headers of every request of TradingView's panel. */
export function panelHeaders(token: string): Record<string, string> {
  return {
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
    Origin: ORIGIN,
    Authorization: `Bearer ${token}`,
  }
}

/** Logs a user of the simulator in through the gateway. @returns the token the panel would hold */
export async function logIn(gateway: string, email: string): Promise<string> {
  const response = await fetch(`${gateway}/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ login: email, password: PASSWORD }),
  })
  const { d, errmsg } = (await response.json()) as { d?: { access_token: string }; errmsg?: string }
  if (d === undefined) throw new Error(`${email} could not log in: ${errmsg}`)
  return d.access_token
}

/** Logs in past the gateway. @param simulator TradeLocker's base address @returns its own access token */
export async function logInUpstream(simulator: string, email: string): Promise<string> {
  const response = await fetch(`${simulator}/auth/jwt/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD, server: 'SIM-DEMO' }),
  })
  const { accessToken } = (await response.json()) as { accessToken: string }
  return accessToken
}

export interface ListedInstrument {
  readonly name: string
  readonly tradableInstrumentId: number
  readonly routes: readonly { readonly id: number; readonly type: string }[]
}

/** EURUSD, as TradeLocker lists it for an account. */
export async function findEurusd(
  simulator: string,
  accessToken: string,
  accountId: string,
): Promise<ListedInstrument> {
  const response = await fetch(`${simulator}/trade/accounts/${accountId}/instruments`, {
    headers: { Authorization: `Bearer ${accessToken}`, accNum: '1' },
  })
  const { d } = (await response.json()) as { d: { instruments: readonly ListedInstrument[] } }
  const found = d.instruments.find(({ name }) => name === 'EURUSD')
  if (found === undefined) throw new Error('The simulator lists no EURUSD.')
  return found
}

/** The result of a call that must succeed. */
export async function call<Result>(
  gateway: string,
  token: string,
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<Result> {
  const response = await fetch(gateway + path, {
    method: form === undefined ? 'GET' : 'POST',
    headers: panelHeaders(token),
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  })
  const { d, errmsg } = (await response.json()) as { d: Result; errmsg?: string }
  if (errmsg !== undefined) throw new Error(`${path} was refused: ${errmsg}`)
  return d
}

/** The crowd of the simulator: as many users as a figure needs, each with one account. */
export const crowd = (ordinal: number) => ({
  email: `crowd-${ordinal}@example.com`,
  accountId: String(900_000 + ordinal),
})

export const polledPaths = (accountId: string, symbols = 'EURUSD') => ({
  quotes: `/quotes?symbols=${symbols}&accountId=${accountId}&locale=en`,
  orders: `/accounts/${accountId}/orders?locale=en`,
  positions: `/accounts/${accountId}/positions?locale=en`,
  state: `/accounts/${accountId}/state?locale=en`,
})

/** TradingView's default intervals, in milliseconds. */
const INTERVALS = { quotes: 500, orders: 500, positions: 1_000, state: 500 } as const

/** What an open panel sends, each poll over a connection of its own, as a browser would. */
export function panelBeats(token: string, accountId: string, symbols?: string): Beat[] {
  const headers = Object.entries(panelHeaders(token))
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  return Object.entries(polledPaths(accountId, symbols)).map(([kind, path]) => ({
    kind,
    method: 'GET',
    path,
    headers,
    every: INTERVALS[kind as keyof typeof INTERVALS],
    lane: `${lanes++}`,
  }))
}

let lanes = 0
