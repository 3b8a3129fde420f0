import { expect, it } from 'vitest'
import { renewLogin } from '../../../src/auth/oauth/renew-login.ts'
import { createRevokedTokens } from '../../../src/auth/revoked-tokens.ts'
import { BrokerError } from '../../../src/broker/errors.ts'
import { aFakeAccount, fakeSession } from '../../support/fake-session.ts'

const NOW = 1_800_000_000_000
const HOUR = 3_600_000

/** A renewal over a broker that answers with `failure`, for a session that ends in so many milliseconds. */
function renew(failure: Error | undefined, endsInMs = HOUR) {
  const grant = { server: 'MAIN', user: 'trader', expiresAt: NOW + endsInMs, state: {} }
  const asked: number[] = []
  const session = {
    ...fakeSession(aFakeAccount('1')),
    grant,
    async freshFor(ms: number) {
      asked.push(ms)
      if (failure !== undefined) throw failure
    },
  }
  const deps = {
    broker: { resume: () => session },
    revoked: createRevokedTokens(() => NOW),
    clock: () => NOW,
  }
  const live = { login: { id: 'l', endsAt: NOW + HOUR }, clientId: 'c', grant }
  return { asked, renewed: renewLogin(deps, live, 20 * 60_000), live }
}

it('a login is renewed with tokens that last as long as an access token', async () => {
  const { asked, renewed, live } = renew(undefined)
  expect(await renewed).toEqual(live)
  expect(asked).toEqual([20 * 60_000])
})

it.each(['upstream_unavailable', 'upstream_malformed', 'login_throttled'] as const)(
  'trouble of the kind %s does not end it',
  async (code) => {
    const { renewed, live } = renew(new BrokerError(code))
    expect(await renewed).toEqual(live)
  },
)

it('trouble while its own time is over is told as what it is, so that the client may try again', async () => {
  const { renewed } = renew(new BrokerError('upstream_unavailable'), 0)
  await expect(renewed).rejects.toMatchObject({ code: 'upstream_unavailable' })
})

it('the end of the session, and a bug, end the renewal', async () => {
  await expect(renew(new BrokerError('session_expired')).renewed).rejects.toMatchObject({
    code: 'session_expired',
  })
  await expect(renew(new Error('a bug')).renewed).rejects.toThrow('a bug')
})

it('a broker that is silent is not waited for: the login goes on with the tokens there are', async () => {
  const grant = { server: 'MAIN', user: 'trader', expiresAt: NOW + HOUR, state: {} }
  const silent = { ...fakeSession(), grant, freshFor: () => new Promise<void>(() => {}) }
  const deps = {
    broker: { resume: () => silent },
    revoked: createRevokedTokens(() => NOW),
    clock: () => NOW,
  }
  const live = { login: { id: 'l', endsAt: NOW + HOUR }, clientId: 'c', grant }
  expect(await renewLogin(deps, live, HOUR, 10)).toEqual(live)
})
