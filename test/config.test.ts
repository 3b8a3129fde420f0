import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { redactedConfig } from '../src/config/redact.ts'
import { variables } from '../src/config/variables.ts'
import { loadConfig } from '../src/config.ts'
import { MINIMAL, mistakesOf, SECRETS, withEverything } from './support/environments.ts'

describe('the smallest configuration', () => {
  it('needs an address, a server and a key', () => {
    expect(mistakesOf({})).toEqual([
      'TRADELOCKER_BASE_URL: expected an address such as https://demo.tradelocker.com/backend-api, received nothing',
      'TRADELOCKER_SERVERS: expected server names, all different, separated by commas, received nothing',
      'TOKEN_KEYS: expected kid:base64url(32 bytes), several separated by commas, required in production, received nothing',
    ])
  })

  it('has the documented defaults', () => {
    expect(loadConfig(MINIMAL)).toEqual({
      environment: 'production',
      server: {
        host: '0.0.0.0',
        port: 8080,
        adminPort: 9090,
        trustProxy: ['loopback'],
        publicUrl: undefined,
      },
      log: { level: 'info', format: 'json' },
      tradeLocker: {
        baseUrl: 'https://demo.tradelocker.com/backend-api',
        servers: ['MAIN'],
        accountType: 'demo',
        developerApiKey: undefined,
        rateLimits: { scope: 'user', headroom: 0.9, maxRps: undefined },
      },
      auth: {
        tokenKeys: [{ kid: 'k1', key: new Uint8Array(32).fill(1) }],
        passwordLogin: true,
        oauthClients: [],
        oauthImplicit: false,
        oauthAccessMs: 1_200_000,
      },
      loginPage: { brokerName: undefined, logo: undefined },
      dataFeed: { serviceAccounts: [], clients: [], brokerId: 'broker', symbols: undefined },
      redisUrl: undefined,
    })
  })

  it('has access tokens of 15 to 30 minutes, and no setting makes them outlast a 32-bit timer', () => {
    const minutes = (value: string) =>
      loadConfig({ ...MINIMAL, OAUTH_ACCESS_TOKEN_MINUTES: value }).auth.oauthAccessMs
    expect(minutes('')).toBeGreaterThanOrEqual(15 * 60_000)
    expect(minutes('')).toBeLessThanOrEqual(30 * 60_000)
    expect(minutes('34560')).toBeLessThan(2_147_483_647)
  })

  it('takes empty and blank variables for unset, and ignores those it does not know', () => {
    const blank = Object.fromEntries(
      Object.keys(variables).map((name) => [name, name.length % 2 ? '' : '  ']),
    )
    expect(loadConfig({ ...blank, ...MINIMAL, SOMETHING_ELSE: 'x' })).toEqual(loadConfig(MINIMAL))
  })

  it('does without a key in staging', () => {
    expect(loadConfig({ ...MINIMAL, GATEWAY_ENV: 'staging', TOKEN_KEYS: '' }).auth.tokenKeys).toEqual([])
  })
})

describe('a full configuration', () => {
  const config = loadConfig(withEverything())

  it('reads every variable', () => {
    expect(config.server).toEqual({
      host: '127.0.0.1',
      port: 80,
      adminPort: 81,
      trustProxy: ['10.0.0.0/8', '::1', 'uniquelocal'],
      publicUrl: 'https://trading.example.com/gateway',
    })
    expect(config.auth.tokenKeys.map(({ kid }) => kid)).toEqual(['new', 'old'])
    expect(config.auth.oauthClients[0]).toEqual({
      clientId: 'tv-1',
      clientSecret: SECRETS.oauth,
      redirectUris: ['https://www.tradingview.com/trading/oauth-redirect/broker/'],
      environment: 'production',
    })
    expect(config.dataFeed.serviceAccounts).toEqual([
      { email: 'feed@example.test', password: SECRETS.feed, server: 'MAIN', accountId: undefined },
      { email: 'feed-2@example.test', password: SECRETS.secondFeed, server: 'MAIN', accountId: '7' },
    ])
    expect(config.dataFeed.clients).toMatchObject([
      { login: 'tv' },
      { clientId: 'tv-jwt', tokenUrl: undefined },
    ])
    expect(config.tradeLocker.accountType).toBe('live')
  })

  it('tells an operator what is set, and no secret', () => {
    const text = JSON.stringify(redactedConfig(config))
    for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret)
    expect(redactedConfig(config)).toMatchObject({
      tradeLocker: { developerApiKey: true },
      auth: { tokenKeys: ['new', 'old'], oauthClients: ['tv-1 (production)'] },
      dataFeed: { clients: ['tv', 'tv-jwt'] },
      redisUrl: 'redis:6379',
    })
  })
})

describe('.env.example', () => {
  const example = parseEnv(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'))

  it('has exactly the names of the schema', () => {
    expect(Object.keys(example).sort()).toEqual(Object.keys(variables).sort())
  })

  it('holds values that work once a key is made, and the defaults wherever there are some', () => {
    const { TRADELOCKER_BASE_URL = '', TRADELOCKER_SERVERS = '' } = example
    const { TOKEN_KEYS } = MINIMAL
    expect(loadConfig({ ...example, TOKEN_KEYS })).toEqual(
      loadConfig({ TRADELOCKER_BASE_URL, TRADELOCKER_SERVERS, TOKEN_KEYS }),
    )
    expect(mistakesOf(example as Record<string, string>)).toHaveLength(1)
  })
})
