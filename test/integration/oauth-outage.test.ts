import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Fault } from '../../simulator/faults.ts'
import { createOAuthBrowser, OAUTH_ENV, refreshForm, tokenAnswer } from '../support/oauth-client.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { startStopwatch } from '../support/stopwatch.ts'

/*
 * TradingView renews its tokens while TradeLocker cannot renew its own. No trader is logged out for that: TradingView gets
 * tokens around the pair there is, and TradeLocker is asked again at the next occasion.
 */

const ANNA = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
const REFRESH = 'getJWTRefreshTokens'

let stack: Stack
beforeEach(async () => {
  // TradeLocker's tokens live shorter than those of OAuth, so every renewal asks TradeLocker.
  stack = await startStack({ rateLimits: 100, accessTokenSeconds: 600 }, OAUTH_ENV)
})
afterEach(() => stack.close())

async function stateWith(token: string): Promise<readonly [number, string]> {
  const response = await fetch(`${stack.gateway.origin}/accounts/700101/state?locale=en`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  return [response.status, ((await response.json()) as { s: string }).s]
}

const refreshes = (): number => stack.simulator.control.counters().refreshes

it.each<[string, Fault]>([
  ['cuts the connection', { kind: 'drop' }],
  ['answers 500', { kind: 'status', status: 500 }],
  ['answers 503', { kind: 'status', status: 503 }],
  ['answers with a page', { kind: 'html' }],
  ['answers half a JSON', { kind: 'malformedJson' }],
  ['refuses more calls', { kind: 'tooManyRequests', retryAfter: 1 }],
  ['does not answer in time', { kind: 'silence' }],
])('a refresh while TradeLocker %s keeps the login, and a later one succeeds', async (_what, fault) => {
  const browser = createOAuthBrowser(stack.gateway.origin)
  const first = await browser.tokens(ANNA)
  const before = refreshes()
  stack.simulator.control.addFault({ ...fault, operation: REFRESH, count: 'untilCleared' })

  const elapsed = startStopwatch()
  const meanwhile = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
  // TradingView's server waits for it; TradeLocker would have ten seconds.
  expect(elapsed()).toBeLessThan(8_000)
  expect(refreshes()).toBe(before)
  for (const { access_token } of [first, meanwhile]) {
    expect(await stateWith(access_token)).toEqual([200, 'ok'])
  }

  stack.simulator.control.clearFaults()
  for (const { refresh_token } of [first, meanwhile]) {
    const later = await tokenAnswer(await browser.token(refreshForm(refresh_token)))
    expect(await stateWith(later.access_token)).toEqual([200, 'ok'])
  }
})

it('a login whose TradeLocker token has ended meanwhile is told of an outage, not of its end', async () => {
  const browser = createOAuthBrowser(stack.gateway.origin)
  const first = await browser.tokens(ANNA)
  stack.simulator.control.expireTokens(ANNA.email)
  stack.simulator.control.addFault({ kind: 'status', status: 503, operation: REFRESH, count: 'untilCleared' })
  const meanwhile = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
  const response = await fetch(`${stack.gateway.origin}/accounts`, {
    headers: { Authorization: `Bearer ${meanwhile.access_token}` },
  })
  expect(response.status).toBe(200)
  stack.simulator.control.clearFaults()
  const later = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
  for (const { access_token } of [first, meanwhile, later]) {
    expect(await stateWith(access_token)).toEqual([200, 'ok'])
  }
})
