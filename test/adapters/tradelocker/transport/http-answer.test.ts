import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type HttpAnswer,
  NO_DATA,
  readAnswer,
} from '../../../../adapters/tradelocker/transport/http-answer.ts'
import { ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'

const context = { now: Date.UTC(2026, 0, 5), random: () => 0.5 }
const PAGE_1015 =
  '<!DOCTYPE html><html><title>Access denied | example.com used Cloudflare</title> 1015</html>'

function answer(status: number, body: unknown, more: Partial<HttpAnswer> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const contentType = text.startsWith('<') ? 'text/html; charset=UTF-8' : 'application/json'
  return { status, contentType, retryAfter: undefined, text, ...more }
}

function failure(route: RouteName, given: HttpAnswer): UpstreamError {
  try {
    readAnswer(route, given, context)
  } catch (error) {
    expect(error).toBeInstanceOf(UpstreamError)
    return error as UpstreamError
  }
  throw new Error('expected a failure')
}

describe('an answer that brings a result', () => {
  it('is what d holds on trade routes', () => {
    expect(readAnswer('getQuotes', answer(200, { s: 'ok', d: { ap: 1 } }), context)).toEqual({ ap: 1 })
    expect(readAnswer('cancelOrder', answer(200, { s: 'ok' }), context)).toBeUndefined()
  })

  it('is the whole body on auth routes, with any 2xx', () => {
    for (const status of [200, 201, 202]) {
      expect(readAnswer('getJWTTokens', answer(status, { accessToken: 'a' }), context)).toEqual({
        accessToken: 'a',
      })
    }
  })

  it('may be that there is nothing to tell', () => {
    expect(readAnswer('getHistory', answer(200, { s: 'no_data' }), context)).toBe(NO_DATA)
  })

  it('keeps ids of 64 bits', () => {
    const text = '{"s":"ok","d":{"orderId":7277816997898587502}}'
    expect(readAnswer('placeOrder', answer(200, text), context)).toEqual({ orderId: '7277816997898587502' })
  })
})

describe('an answer without a result', () => {
  const refusal = { s: 'error', errmsg: 'Order cannot be created. Only positions closing is allowed' }
  it.each<[RouteName, HttpAnswer, string, string, boolean]>([
    ['placeOrder', answer(200, refusal), 'closing_only', 'answered', false],
    ['placeOrder', answer(400, refusal), 'closing_only', 'answered', false],
    ['placeOrder', answer(400, { message: ['qty must be a number'] }), 'rejected', 'answered', false],
    ['placeOrder', answer(404, { statusCode: 404 }), 'rejected', 'answered', false],
    ['placeOrder', answer(404, '<html>'), 'upstream_unavailable', 'answered', false],
    ['placeOrder', answer(403, {}), 'rejected', 'answered', false],
    ['placeOrder', answer(401, { message: 'Unauthorized' }), 'session_expired', 'answered', false],
    ['getAllAccounts', answer(401, {}), 'session_expired', 'answered', false],
    ['placeOrder', answer(401, ''), 'session_expired', 'answered', false],
    ['placeOrder', answer(403, PAGE_1015), 'upstream_unavailable', 'not_sent', true],
    ['getJWTTokens', answer(403, 'error code: 1010'), 'upstream_unavailable', 'not_sent', true],
    ['getJWTTokens', answer(400, {}), 'wrong_credentials', 'answered', false],
    ['getJWTTokens', answer(401, {}), 'wrong_credentials', 'answered', false],
    ['getJWTTokens', answer(403, { message: 'Forbidden' }), 'wrong_credentials', 'answered', false],
    ['getJWTTokens', answer(200, { s: 'error', errmsg: 'x' }), 'wrong_credentials', 'answered', false],
    ['getJWTTokens', answer(403, { message: 'User is locked' }), 'account_not_active', 'answered', false],
    [
      'getJWTTokens',
      answer(200, { s: 'error', errmsg: 'Account disabled' }),
      'account_not_active',
      'answered',
      false,
    ],
    [
      'getJWTRefreshTokens',
      answer(401, { message: 'User is locked' }),
      'wrong_credentials',
      'answered',
      false,
    ],
    ['getJWTRefreshTokens', answer(401, {}), 'wrong_credentials', 'answered', false],
    ['getJWTTokens', answer(429, {}), 'login_throttled', 'answered', false],
    ['placeOrder', answer(429, {}), 'rate_limited', 'answered', false],
    ['placeOrder', answer(429, PAGE_1015), 'rate_limited', 'not_sent', true],
    ['placeOrder', answer(429, 'error code: 1015'), 'rate_limited', 'not_sent', true],
    ['placeOrder', answer(429, { cloudflare_error: true }), 'rate_limited', 'not_sent', true],
    ['placeOrder', answer(408, {}), 'upstream_timeout', 'unknown', false],
    ['placeOrder', answer(500, {}), 'upstream_unavailable', 'unknown', false],
    ['placeOrder', answer(502, '<html>'), 'upstream_unavailable', 'unknown', false],
    ['placeOrder', answer(503, refusal), 'upstream_unavailable', 'unknown', false],
    ['placeOrder', answer(200, '<html>maintenance'), 'upstream_malformed', 'unknown', false],
    ['placeOrder', answer(200, '{"s":"ok","d":{"ord'), 'upstream_malformed', 'unknown', false],
    ['placeOrder', answer(200, { d: {} }), 'upstream_malformed', 'unknown', false],
    ['placeOrder', answer(200, [1]), 'upstream_malformed', 'unknown', false],
    ['placeOrder', answer(204, ''), 'upstream_malformed', 'unknown', false],
    ['getJWTTokens', answer(200, '[]'), 'upstream_malformed', 'unknown', false],
    ['placeOrder', answer(302, ''), 'upstream_malformed', 'unknown', false],
  ])('%s: %j is %s (%s)', (route, given, code, delivery, edge) => {
    expect(failure(route, given)).toMatchObject({ code, delivery, edge, status: given.status })
  })

  it('tells how long to stay away', () => {
    const wait = (given: HttpAnswer) => failure('getOrders', given)
    expect(wait(answer(429, {}, { retryAfter: '7' }))).toMatchObject({
      retry: 'after',
      retryAfterMs: 7_000,
      params: { seconds: 7 },
    })
    expect(wait(answer(429, {}))).toMatchObject({ retry: 'after', retryAfterMs: 3_000 })
    expect(wait(answer(429, PAGE_1015))).toMatchObject({ retryAfterMs: 60_000, params: { seconds: 60 } })
    expect(wait(answer(503, {}, { retryAfter: '9' }))).toMatchObject({ retry: 'after', retryAfterMs: 9_000 })
  })

  it('may be asked for again where nothing was changed', () => {
    expect(failure('getOrders', answer(502, '')).retry).toBe('safe')
    expect(failure('placeOrder', answer(502, '')).retry).toBe('never')
    expect(failure('placeOrder', answer(200, refusal)).retry).toBe('never')
  })

  it('never repeats its body to the operator, which may hold tokens', () => {
    const error = failure('getJWTTokens', answer(200, '{"accessToken":"secret-token"'))
    expect(JSON.stringify([error, error.cause, error.message])).not.toContain('secret')
  })
})

it('every answer is either a result or an UpstreamError, and a 5xx never counts as carried out or not', () => {
  const routes = fc.constantFrom(...(Object.keys(ROUTES) as RouteName[]))
  const bodies = fc.oneof(fc.string(), fc.json(), fc.constant(PAGE_1015))
  fc.assert(
    fc.property(routes, fc.integer({ min: 200, max: 599 }), bodies, (route, status, text) => {
      try {
        readAnswer(route, answer(status, text), context)
        expect(status).toBeLessThan(300)
      } catch (error) {
        expect(error).toBeInstanceOf(UpstreamError)
        if (status >= 500) expect((error as UpstreamError).delivery).toBe('unknown')
      }
    }),
  )
})
