import { describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import { createInfoRoutes } from '../../../../adapters/tradelocker/instruments/info-routes.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'
import { listedInstrument } from '../../../support/records.ts'

const account = (userKey = 'OSP-DEMO|trader'): AccountContext => ({
  // Routes are tried through what the caller passes in; the client itself is never asked.
  client: { server: 'OSP-DEMO', user: 'trader' } as unknown as AccountContext['client'],
  id: '7080',
  accNum: '1',
  currency: 'USD',
  userKey,
  key: 'OSP-DEMO|7080',
})

const refused = () => new UpstreamError('rejected', { delivery: 'answered', status: 200 })

/** A market that answers on some routes; tells which were tried. */
function market(answers: readonly string[], error: () => Error = refused) {
  const tried: string[] = []
  const read = async (route: string) => {
    tried.push(route)
    if (!answers.includes(route)) throw error()
    return `answer of ${route}`
  }
  return { tried, read }
}

const twoRoutes = listedInstrument({ infoRoutes: ['dead', 'good'] })

describe('market data', () => {
  it('is asked for on the last route first, since the first may be dead', async () => {
    const { tried, read } = market(['good'])
    await expect(createInfoRoutes().through(account(), twoRoutes, read)).resolves.toBe('answer of good')
    expect(tried).toEqual(['good'])
  })

  it('is asked for on the next route where one refuses, and from then on there at once', async () => {
    const routes = createInfoRoutes()
    const { tried, read } = market(['dead'])
    await routes.through(account(), twoRoutes, read)
    await expect(routes.through(account(), twoRoutes, read)).resolves.toBe('answer of dead')
    expect(tried).toEqual(['good', 'dead', 'dead'])
  })

  it('finds back when the remembered route dies', async () => {
    const routes = createInfoRoutes()
    await routes.through(account(), twoRoutes, market(['dead']).read)
    const { tried, read } = market(['good'])
    await routes.through(account(), twoRoutes, read)
    await routes.through(account(), twoRoutes, read)
    expect(tried).toEqual(['dead', 'good', 'good'])
  })

  it('forgets a route that is not on the list any more', async () => {
    const routes = createInfoRoutes()
    await routes.through(account(), listedInstrument({ infoRoutes: ['old'] }), market(['old']).read)
    const { tried, read } = market(['good'])
    await routes.through(account(), twoRoutes, read)
    expect(tried).toEqual(['good'])
  })

  it('is remembered per user and instrument: routes may differ', async () => {
    const routes = createInfoRoutes()
    await routes.through(account('one'), twoRoutes, market(['dead']).read)
    const other = market(['good', 'dead'])
    await routes.through(account('two'), twoRoutes, other.read)
    await routes.through(account('one'), { ...twoRoutes, id: '279' }, other.read)
    expect(other.tried).toEqual(['good', 'good'])
  })

  it('is refused with what the last route said when all refuse', async () => {
    const { tried, read } = market([])
    await expect(createInfoRoutes().through(account(), twoRoutes, read)).rejects.toMatchObject({
      code: 'rejected',
    })
    expect(tried).toEqual(['good', 'dead'])
  })

  it.each([
    ['a timeout', () => new UpstreamError('upstream_timeout', { delivery: 'unknown' })],
    ['an answer that cannot be read', () => new UpstreamError('upstream_malformed', { delivery: 'unknown' })],
    ['a full queue', () => new BrokerError('too_busy', { retry: 'after', retryAfterMs: 100 })],
    ['a rate limit', () => new UpstreamError('rate_limited', { delivery: 'answered', retryAfterMs: 1_000 })],
    ['an expired session', () => new UpstreamError('session_expired', { delivery: 'answered', status: 401 })],
  ])('is not asked for on another route after %s: that is not the fault of the route', async (_, error) => {
    const { tried, read } = market([], error)
    await expect(createInfoRoutes().through(account(), twoRoutes, read)).rejects.toThrow(error().message)
    expect(tried).toEqual(['good'])
  })
})
