import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { oauthContract } from '../../src/auth/oauth/contract.ts'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { errorEnvelope } from '../../src/tradingview/contract/envelope.ts'
import { contract } from '../../src/tradingview/contract/index.ts'
import { ASSERTION_CLIENT, DATA_ENV, PASSWORD_CLIENT, signedAssertion } from '../support/data-clients.ts'
import { eventually } from '../support/eventually.ts'
import { type MadeUpRequest, madeUpRequests, meantRequests, publishedOperations } from '../support/fuzz.ts'
import { MEANT } from '../support/meant-requests.ts'
import { askFor, CLIENT, createOAuthBrowser, NAVIGATION, OAUTH_ENV, STATE } from '../support/oauth-client.ts'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

/*
 * Requests made up from the published OpenAPI against the whole gateway. Whatever comes, it answers soon, in the form of the contract,
 * and is never at fault itself. A failure tells its seed and the request, made as small as possible.
 */

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 15)

/** Milliseconds in which even a busy machine has an answer. */
const HANG_MS = 15_000

const TRADER = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
const ENV = {
  DATA_FEED_EMAIL: 'feed@example.com',
  DATA_FEED_PASSWORD: TRADER.password,
  DATA_FEED_SERVER: TRADER.server,
  OAUTH_IMPLICIT: 'true',
}

let stack: Stack
let trader: Panel
let tokens: Readonly<Record<MadeUpRequest['token'], string>>
let cookies: string
let known: Readonly<Record<string, readonly string[]>>
/** What stands for something in a request as it is meant. */
let standIns: Readonly<Record<string, () => string | Promise<string>>>

beforeAll(async () => {
  stack = await startStack(undefined, { ...DATA_ENV, ...OAUTH_ENV, ...ENV })
  trader = await stack.panel('anna')
  const server = await stack.panel('anna')
  await server.logIn(PASSWORD_CLIENT.login, PASSWORD_CLIENT.password)
  const browser = createOAuthBrowser(stack.gateway.origin)
  const { access_token, refresh_token } = await browser.tokens(TRADER)
  tokens = {
    none: '',
    junk: 'eyJ.junk',
    trader: trader.token,
    oauthTrader: access_token,
    dataServer: server.token,
  }
  // A browser of its own, because logouts end what its cookie names.
  const tab = createOAuthBrowser(stack.gateway.origin)
  const code = await tab.code(TRADER)
  const { html } = await tab.open(askFor())
  cookies = [...tab.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const form = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''
  known = {
    client_id: [CLIENT.client_id, ASSERTION_CLIENT.client_id],
    client_secret: [CLIENT.client_secret, ASSERTION_CLIENT.client_secret],
    redirect_uri: [...CLIENT.redirect_uris, 'https://evil.test/'],
    returnTo: [...CLIENT.redirect_uris, 'https://evil.test/'],
    state: [STATE],
    code: [code],
    refresh_token: [refresh_token],
    form: [form],
  }
  const seconds = (ago: number) => `${Math.floor(Date.now() / 1_000) - ago}`
  standIns = {
    email: () => TRADER.email,
    new: () => randomUUID(),
    order: () => idOf('orders', { type: 'limit', limitPrice: 1.01 }),
    position: () => idOf('positions', { type: 'market' }),
    group: () => 'broker_forex',
    past: () => seconds(3_600),
    now: () => seconds(0),
    assertion: () => signedAssertion(Date.now()),
    dataClient: () => ASSERTION_CLIENT.client_id,
    dataSecret: () => ASSERTION_CLIENT.client_secret,
    state: () => STATE,
    form: () => form,
    refreshToken: () => refresh_token,
  }
})
afterAll(() => stack.close())

/** An order or a position that is open, made where there is none. */
async function idOf(list: 'orders' | 'positions', ticket: Record<string, string | number>): Promise<string> {
  for (;;) {
    const all = await trader.ok('GET', `/accounts/700101/${list}`)
    const open = all.filter((one: { status?: string; qty: number }) =>
      list === 'orders' ? one.status === 'working' : one.qty > 0,
    )
    if (open.length > 0) return open[Math.floor(Math.random() * open.length)].id
    const order = { instrument: 'EURUSD', side: 'buy', qty: 0.01, ...ticket }
    await trader.ok('POST', `/accounts/700101/orders?requestId=${randomUUID()}`, order)
  }
}

const oauthError = z.strictObject({ error: z.string(), error_description: z.string() })

/** What an operation may answer with a status. */
function schemaFor(operation: string, status: number): z.ZodType {
  if (/^POST \/(authorize|oauth)\/token$/.test(operation) && status >= 400) return oauthError
  if (/^GET \/(livez|readyz)$/.test(operation) && status === 200)
    return z.strictObject({ status: z.string() })
  const answer = contract[operation] ?? dataContract[operation] ?? oauthContract[operation]
  return status === 200 && answer !== undefined ? z.union([answer, errorEnvelope]) : errorEnvelope
}

/** What people see in a browser. */
const PAGES = /^\w+ \/oauth\/(authorize|logout)$/

/** @returns whether the user has got what was asked for */
async function checkPage(response: Response): Promise<boolean> {
  const { status, headers } = response
  const text = await response.text()
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  if (status === 302) {
    const target = headers.get('location') ?? ''
    expect(
      CLIENT.redirect_uris.filter((uri) => target.startsWith(uri)),
      target,
    ).not.toEqual([])
    return !/[?&#]error=/.test(target)
  }
  expect([200, 400, 403, 413, 414, 429]).toContain(status)
  // Before the pages are looked at an address may be found to be too long.
  if (status === 414) return false
  expect(headers.get('content-type')).toMatch(/^text\/html/)
  expect(text).toMatch(/^<!doctype html>.*<\/html>\s*$/s)
  return status === 200
}

/** As a browser is led there, which `fetch` cannot be. */
async function navigate(url: string, { signal, body, ...init }: Init): Promise<Response> {
  const asked = request(url, { ...init, headers: { ...init.headers, ...NAVIGATION }, signal })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const { statusCode = 0, rawHeaders } = answer
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : []))
  return new Response(await readText(answer), { status: statusCode, headers: headers as [string, string][] })
}

interface Init {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal: AbortSignal
}

/** With what stands for something in place. */
async function filled(text: string): Promise<string> {
  let all = text
  for (const [stand, name = ''] of text.matchAll(/~(\w+)~/g)) {
    const value = await standIns[name]?.()
    if (value !== undefined) all = all.replace(stand, encodeURIComponent(value))
  }
  return all
}

/** A logout that succeeds would end the run for all others. */
async function tokenFor({ operation, token, asMeant }: MadeUpRequest): Promise<string> {
  if (operation !== 'POST /logout' || !/trader$/i.test(token)) return tokens[token]
  return asMeant ? (await stack.panel('anna')).token : tokens.junk
}

/** @returns whether the request was carried out, and not refused */
async function send(made: MadeUpRequest): Promise<boolean> {
  const { method, operation, token, body } = made
  const gone = new AbortController()
  const init = {
    method,
    headers: {
      ...(token !== 'none' && { authorization: `Bearer ${await tokenFor(made)}`, cookie: cookies }),
      ...(body !== undefined && { 'content-type': body.type }),
    },
    ...(body !== undefined && { body: await filled(body.text) }),
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(HANG_MS)]),
  }
  const url = stack.gateway.origin + (await filled(made.address))
  const response = await (PAGES.test(operation)
    ? navigate(url, init)
    : fetch(url, { ...init, redirect: 'manual' }))
  const { status, headers } = response
  expect(status).toBeLessThan(500)
  if (PAGES.test(operation)) return checkPage(response)
  const mayWait = operation === 'POST /oauth/token' || operation === 'POST /authorize/token'
  expect([200, 400, 401, 404, 405, 413, 414, ...(mayWait ? [429] : [])]).toContain(status)
  if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  if (operation === 'GET /streaming' && status === 200) {
    gone.abort()
    return true
  }
  expect(headers.get('content-type')).toMatch(/^application\/json/)
  // An odd segment may lead to the address of another operation, whose answers are as good.
  const answer: unknown = await response.json()
  const own = schemaFor(operation, status).safeParse(answer)
  if (!own.success) expect(own.error.issues, JSON.stringify(answer).slice(0, 500)).toEqual([])
  return status === 200 && !errorEnvelope.safeParse(answer).success
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heldMegabytes(): number {
  // The lines are kept by this test, not by the gateway.
  expect(stack.logs.lines().filter(({ level }) => level === 'error')).toEqual([])
  stack.logs.forget()
  collectGarbage()
  return process.memoryUsage().heapUsed / 1024 / 1024
}

describe('whatever is asked', () => {
  it('is carried out where it is as TradingView means it, in every operation that this gateway can do', async () => {
    const operations = publishedOperations().map(({ method, path }) => `${method} ${path}`)
    // TradeLocker has no call for it.
    const possible = operations.filter((one) => !one.endsWith('/setLeverage'))
    expect(Object.keys(MEANT).sort()).toEqual(possible.sort())
    for (const made of meantRequests(publishedOperations())) {
      // Instruments are loaded in the first seconds.
      await eventually(
        () => send(made),
        (isDone) => expect(isDone, made.operation).toBe(true),
      )
    }
  })

  it(
    'is answered soon, in the form of the contract, and is no fault of the gateway',
    async () => {
      const operations = publishedOperations()
      const requests = fc.array(madeUpRequests(operations, known), {
        minLength: 1,
        maxLength: 30,
        size: 'max',
      })
      const asked = new Set<string>()
      const count = { all: 0, asMeant: 0, done: 0 }
      const tell = async (made: MadeUpRequest): Promise<void> => {
        asked.add(made.operation)
        count.all += 1
        const isDone = await send(made)
        if (!made.asMeant) return
        count.asMeant += 1
        if (isDone) count.done += 1
      }
      const run = (seconds: number) =>
        fc.assert(
          fc.asyncProperty(requests, async (together) => {
            await Promise.all(together.map(tell))
          }),
          {
            numRuns: 1_000_000,
            interruptAfterTimeLimit: seconds * 1_000,
            endOnFailure: SECONDS < 60,
          },
        )
      await run(SECONDS / 3)
      const before = heldMegabytes()
      await run((SECONDS * 2) / 3)
      const grown = heldMegabytes() - before

      process.stdout.write(
        `${count.all} made-up requests to ${asked.size} of ${operations.length} operations, ` +
          `${count.done} of ${count.asMeant} usual ones carried out, ${Math.round(grown)} MB more held\n`,
      )
      expect(grown).toBeLessThan(60)
      expect(asked.size).toBe(operations.length)
      expect(count.asMeant).toBeGreaterThan(count.all / 10)
      // The rest meets what others did at the same time: an order that was cancelled meanwhile.
      expect(count.done).toBeGreaterThan(count.asMeant * 0.8)
      const health = await fetch(`${stack.gateway.origin}/livez`)
      expect(health.status).toBe(200)
    },
    (SECONDS + 120) * 1_000,
  )
})
