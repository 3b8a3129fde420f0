import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { oauthContract } from '../../src/auth/oauth/contract.ts'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { errorEnvelope } from '../../src/tradingview/contract/envelope.ts'
import { contract } from '../../src/tradingview/contract/index.ts'
import { ASSERTION_CLIENT, DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { type MadeUpRequest, madeUpRequests, publishedOperations } from '../support/fuzz.ts'
import { askFor, CLIENT, createOAuthBrowser, OAUTH_ENV, STATE } from '../support/oauth-client.ts'
import { type Stack, startStack } from '../support/stack.ts'

/*
 * Requests made up from the published OpenAPI against the whole gateway. Whatever comes, it answers soon, in the form of the contract,
 * and is never at fault itself. A failure tells its seed and the request, made as small as possible.
 */

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 15)

/** Milliseconds in which even a busy machine has an answer. */
const HANG_MS = 15_000

let stack: Stack
let tokens: Readonly<Record<MadeUpRequest['token'], string>>
let cookies: string
let known: Readonly<Record<string, readonly string[]>>

beforeAll(async () => {
  stack = await startStack(undefined, { ...DATA_ENV, ...OAUTH_ENV, OAUTH_IMPLICIT: 'true' })
  const trader = await stack.panel('anna')
  const server = await stack.panel('anna')
  await server.logIn(PASSWORD_CLIENT.login, PASSWORD_CLIENT.password)
  const browser = createOAuthBrowser(stack.gateway.origin)
  const fields = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
  const { access_token, refresh_token } = await browser.tokens(fields)
  tokens = {
    none: '',
    junk: 'eyJ.junk',
    trader: trader.token,
    oauthTrader: access_token,
    dataServer: server.token,
  }
  // A browser of its own, because logouts end what its cookie names.
  const tab = createOAuthBrowser(stack.gateway.origin)
  const code = await tab.code(fields)
  const { html } = await tab.open(askFor())
  cookies = [...tab.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  known = {
    client_id: [CLIENT.client_id, ASSERTION_CLIENT.client_id],
    client_secret: [CLIENT.client_secret, ASSERTION_CLIENT.client_secret],
    redirect_uri: [...CLIENT.redirect_uris, 'https://evil.test/'],
    returnTo: [...CLIENT.redirect_uris, 'https://evil.test/'],
    state: [STATE],
    code: [code],
    refresh_token: [refresh_token],
    form: [/name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''],
  }
}, 60_000)
afterAll(() => stack.close())

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

async function checkPage(response: Response): Promise<void> {
  const { status, headers } = response
  const text = await response.text()
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  if (status === 302) {
    const target = headers.get('location') ?? ''
    expect(
      CLIENT.redirect_uris.filter((uri) => target.startsWith(uri)),
      target,
    ).not.toEqual([])
    return
  }
  expect([200, 400, 403, 413, 414, 429]).toContain(status)
  // Before the pages are looked at an address may be found to be too long.
  if (status === 414) return
  expect(headers.get('content-type')).toMatch(/^text\/html/)
  expect(text).toMatch(/^<!doctype html>.*<\/html>\s*$/s)
}

async function send({ method, address, operation, token, body }: MadeUpRequest): Promise<void> {
  // A logout that succeeds would end the run for all others.
  const held = operation === 'POST /logout' && /trader$/i.test(token) ? 'junk' : token
  const gone = new AbortController()
  const response = await fetch(stack.gateway.origin + address, {
    method,
    headers: {
      ...(held !== 'none' && { authorization: `Bearer ${tokens[held]}`, cookie: cookies }),
      ...(body !== undefined && { 'content-type': body.type }),
    },
    ...(body !== undefined && { body: body.text }),
    redirect: 'manual',
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(HANG_MS)]),
  })
  const { status, headers } = response
  expect(status).toBeLessThan(500)
  if (PAGES.test(operation)) return checkPage(response)
  const mayWait = operation === 'POST /oauth/token' || operation === 'POST /authorize/token'
  expect([200, 400, 401, 404, 405, 413, 414, ...(mayWait ? [429] : [])]).toContain(status)
  if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  if (operation === 'GET /streaming' && status === 200) return gone.abort()
  expect(headers.get('content-type')).toMatch(/^application\/json/)
  // An odd segment may lead to the address of another operation, whose answers are as good.
  const answer: unknown = await response.json()
  const own = schemaFor(operation, status).safeParse(answer)
  if (!own.success) expect(own.error.issues, JSON.stringify(answer).slice(0, 500)).toEqual([])
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heldMegabytes(): number {
  collectGarbage()
  // The lines of the log are kept by this test, not by the gateway: one byte a character.
  return (process.memoryUsage().heapUsed - stack.logs.text().length) / 1024 / 1024
}

describe('whatever is asked', () => {
  it(
    'is answered soon, in the form of the contract, and is no fault of the gateway',
    async () => {
      const operations = publishedOperations()
      const requests = fc.array(madeUpRequests(operations, known), {
        minLength: 1,
        maxLength: 30,
        size: 'max',
      })
      const asked = new Map<string, number>()
      const run = (seconds: number) =>
        fc.assert(
          fc.asyncProperty(requests, async (together) => {
            for (const { operation } of together) asked.set(operation, (asked.get(operation) ?? 0) + 1)
            await Promise.all(together.map(send))
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

      const count = [...asked.values()].reduce((sum, one) => sum + one, 0)
      process.stdout.write(
        `${count} made-up requests to ${asked.size} of ${operations.length} operations, ${Math.round(grown)} MB more held\n`,
      )
      expect(grown).toBeLessThan(60)
      expect(asked.size).toBe(operations.length)
      const health = await fetch(`${stack.gateway.origin}/livez`)
      expect(health.status).toBe(200)
      expect(stack.logs.lines().filter(({ level }) => level === 'error')).toEqual([])
    },
    (SECONDS + 120) * 1_000,
  )
})
