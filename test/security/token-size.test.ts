import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { type Nginx, startNginx } from '../support/nginx.ts'
import { startTestGateway, type TestGateway, testKey } from '../support/test-gateway.ts'

let gateway: TestGateway
let nginx: Nginx
beforeAll(async () => {
  gateway = await startTestGateway()
  nginx = await startNginx(`location / { proxy_pass ${gateway.origin}; }`)
})
afterAll(async () => {
  await nginx.close()
  await gateway.close()
})

/** A signed JWT with the claims that identity servers like to put in: some 1,300 characters. */
function realisticJwt(seed: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = {
    iss: 'https://auth.example.com/realms/traders',
    sub: `f3c1d0a4-7c1e-4a53-9a55-${seed}`,
    aud: ['broker-api', 'account', 'trading'],
    exp: 1_900_000_000,
    iat: 1_899_996_400,
    jti: `5b0f2f5e-5d1b-4a7c-8a6f-${seed}`,
    sid: `0d5f4a5b-3f1c-4e54-9c8b-${seed}`,
    scope: 'openid profile email offline_access trading accounts market-data',
    roles: ['trader', 'default-roles', 'offline_access', 'uma_authorization'],
    email: 'firstname.lastname@subdomain.example.com',
    name: 'Firstname Middlename Lastname',
    host: 'demo.tradelocker.com',
  }
  const signature = Buffer.alloc(256, seed).toString('base64url')
  return `${encode({ alg: 'RS256', typ: 'JWT', kid: 'a-key-id-of-some-length-0001' })}.${encode(claims)}.${signature}`
}

it('a token with realistic TradeLocker tokens in it stays below 6 kB and passes a default nginx', async () => {
  const sealer = createTokenSealer([testKey('k1')], () => gateway.now)
  const expiresAt = gateway.now + 3_600_000
  const state = {
    accessToken: realisticJwt('a1b2c3d4e5f6'),
    refreshToken: realisticJwt('f6e5d4c3b2a1'),
    accessExpiresAt: expiresAt,
    session: '0d5f4a5b-3f1c-4e54-9c8b-a1b2c3d4e5f6',
    serial: 12,
  }
  expect(state.accessToken.length).toBeGreaterThan(1_000)
  const user = `${'firstname.lastname'.repeat(3)}@subdomain.example.com`
  const token = await sealer.seal(
    TRADING_ACCESS,
    { server: 'A-BROKER-SERVER', user, expiresAt, state },
    expiresAt,
  )
  expect(token.length).toBeLessThan(6 * 1024)
  const ask = (one: string) =>
    fetch(`${nginx.origin}/accounts?locale=en`, { headers: { authorization: `Bearer ${one}` } })
  expect((await ask(token)).status).toBe(200)
  // The longest a header of its own may be there: what is above does not arrive.
  expect((await ask('x'.repeat(9_000))).status).toBe(400)
})
