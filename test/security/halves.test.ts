import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertionForm, DATA_ENV, PASSWORD_CLIENT, signedAssertion } from '../support/data-clients.ts'
import { ACCOUNT_ID, TRADER } from '../support/memory-broker.ts'
import { createOAuthBrowser, OAUTH_ENV } from '../support/oauth-client.ts'
import { readStream } from '../support/stream-reader.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

/*
 * Who reads prices for all of TradingView is no trader, and no trader is TradingView's server: by every way to log in, and
 * on the whole application.
 */

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway({ ...OAUTH_ENV, ...DATA_ENV })
})
afterAll(() => gateway.close())

const FROM = Math.floor(Date.UTC(2026, 0, 5) / 1000)
const HISTORY = `/history?symbol=EURUSD&resolution=1&from=${FROM}&to=${FROM + 600}`
const DATA = ['/symbol_info', HISTORY, '/groups']
const TRADING = [
  '/accounts',
  '/config',
  '/permissions',
  `/accounts/${ACCOUNT_ID}/orders`,
  `/accounts/${ACCOUNT_ID}/positions`,
  `/accounts/${ACCOUNT_ID}/state`,
  `/accounts/${ACCOUNT_ID}/instruments`,
  `/quotes?symbols=EURUSD&accountId=${ACCOUNT_ID}`,
]

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function statusesOf(paths: readonly string[], token: string): Promise<readonly number[]> {
  return Promise.all(
    paths.map(async (path) => {
      const response = await fetch(gateway.origin + path, { headers: bearer(token) })
      await response.text()
      return response.status
    }),
  )
}

/** A stream that is open answers without end, so its status alone is read. */
async function streamStatus(token: string): Promise<number | undefined> {
  const reader = await readStream(`${gateway.origin}/streaming`, bearer(token))
  reader.close()
  return reader.status
}

const all = (paths: readonly string[], status: number): readonly number[] => paths.map(() => status)

const SERVERS: readonly [string, () => Promise<string>][] = [
  [
    'a password',
    async () => {
      const answer = (await (await gateway.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
      return answer.d.access_token
    },
  ],
  [
    'an assertion',
    async () => {
      const body = new URLSearchParams(assertionForm(await signedAssertion(gateway.now)))
      const answer = await fetch(`${gateway.origin}/authorize/token`, { method: 'POST', body })
      return ((await answer.json()) as { access_token: string }).access_token
    },
  ],
]

const TRADERS: readonly [string, () => Promise<string>][] = [
  ['a password', () => gateway.token()],
  [
    'OAuth',
    async () => {
      const { email, password, server } = TRADER
      return (await createOAuthBrowser(gateway.origin).tokens({ email, password, server })).access_token
    },
  ],
]

describe.each(SERVERS)("TradingView's servers, logged in by %s", (_way, logIn) => {
  it('read symbols, bars and the stream', async () => {
    const token = await logIn()
    expect(await statusesOf(DATA, token)).toEqual(all(DATA, 200))
    expect(await streamStatus(token)).toBe(200)
  })

  it('have no part in the trading half, nor in what a trader may see', async () => {
    const token = await logIn()
    expect(await statusesOf(TRADING, token)).toEqual(all(TRADING, 401))
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const path = `/accounts/${ACCOUNT_ID}/orders${method === 'POST' ? '' : '/1'}`
      const response = await fetch(gateway.origin + path, { method, headers: bearer(token) })
      expect([method, response.status]).toEqual([method, 401])
    }
    const logout = await fetch(`${gateway.origin}/logout`, { method: 'POST', headers: bearer(token) })
    expect(logout.status).toBe(401)
  })
})

describe.each(TRADERS)('a trader, logged in by %s', (_way, logIn) => {
  it('reads accounts and permissions', async () => {
    const paths = ['/accounts', '/config', '/permissions', `/accounts/${ACCOUNT_ID}/orders`]
    expect(await statusesOf(paths, await logIn())).toEqual(all(paths, 200))
  })

  it('does not open the data half', async () => {
    const token = await logIn()
    expect(await statusesOf(DATA, token)).toEqual(all(DATA, 401))
    expect(await streamStatus(token)).toBe(401)
  })
})
