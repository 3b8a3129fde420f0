import { ConfigError, loadConfig } from '../../src/config.ts'

/** Secrets of the test environments, to look for where none may be. */
export const SECRETS = {
  apiKey: 'developer-key-0001',
  oauth: 'oauth-secret-0002',
  feed: 'feed-password-0003',
  data: 'data-password-0004',
  secondFeed: 'feed-password-0007',
  jwt: 'jwt-client-secret-0005',
  redis: 'redis-password-0006',
} as const

/** Self-signed, of a key that was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDAzCCAeugAwIBAgIUUJx3uL1kQvcI0A1FcYIpMUv1qz0wDQYJKoZIhvcNAQEL
BQAwEDEOMAwGA1UEAwwFdGVzdHMwIBcNMjYxMTI1MTk1MjM4WhgPMjEyNjExMDEx
OTUyMzhaMBAxDjAMBgNVBAMMBXRlc3RzMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
MIIBCgKCAQEAosM1r4DSLattTZSMd3bJFpuiZ3aUcSC5/DqM17/Gljmbj1C0o1f4
rHbHYqEG/zHNOUgKvtCuz+2RiH8e2xbnPLnsaUyQgq6PU4QSiTwYADwd+8MmIdo8
WR3sWm1yBLl2b1iL6I+dn4d0cn4m6Ly+VteNISRZqLVT3+T4HRRoavJi78Tpaaet
0NJb1rLTXXZfY06C4pLgtNeCdGBTWoV/RFYy3jMbLMOP29B2efJeWdjwbCoti2iy
Yv2qfe923F2ApnTLOjnptL1BbE1mMeAbt5w7sggDbQ+o7knWdbsfIqYM1a7RlBc4
M0C7Zl0MZNA+hZCsgcqSdNxGrvtafox5bwIDAQABo1MwUTAdBgNVHQ4EFgQUIw17
JCBgyqza1AAC9qDWACGVbdQwHwYDVR0jBBgwFoAUIw17JCBgyqza1AAC9qDWACGV
bdQwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEATHO4RQ9bTd2e
zuLwud7mOiW1Adat5eddFG9125qJLGJcoUW49zukhLFNdp1WCLecVGpJH7J4GblX
rl3GLOHvaT1mLwUOhi0psM8aGD7fppwUKyMmSrM2qfiubndHNhLem1vHVqr3F7la
9I3LoRRsat7WtbYlPOIhb/WmtiuZTBWisK8VV7vL3aMGqnAwRfw8lea1ut3WZnwR
dKJspBD0uvXFABEVwjxjqcvbT9xtJMnS/aTJphah11gz9RWrgd+JbknIW/kWP0Ur
zW42LkGV2xUFA66Fk0qoKuWyPhH0cVVsErPwf3cffcKGHk9KmxxDMcW8Ra3eeTd3
5fo4OGRBzQ==
-----END CERTIFICATE-----
`

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64url')

/** The least a production gateway starts with. */
export const MINIMAL = {
  TRADELOCKER_BASE_URL: 'https://demo.tradelocker.com/backend-api/',
  TRADELOCKER_SERVERS: 'MAIN',
  TOKEN_KEYS: `k1:${keyOf(1)}`,
}

export const OAUTH_CLIENTS = JSON.stringify([
  {
    client_id: 'tv-1',
    client_secret: SECRETS.oauth,
    redirect_uris: ['https://www.tradingview.com/trading/oauth-redirect/broker/'],
    environment: 'production',
  },
])

export const DATA_CLIENTS = JSON.stringify([
  { login: 'tv', password: SECRETS.data },
  {
    client_id: 'tv-jwt',
    client_secret: SECRETS.jwt,
    certificate: CERTIFICATE,
    user_id: 'user',
    app_url: 'https://www.tradingview.com',
  },
])

/** Every kind of feature configured at once. */
export function withEverything(): Record<string, string> {
  return {
    PORT: '80',
    HOST: '127.0.0.1',
    ADMIN_PORT: '81',
    PUBLIC_URL: 'https://trading.example.com/gateway/',
    TRUST_PROXY: '10.0.0.0/8, ::1, uniquelocal',
    TRADELOCKER_BASE_URL: 'https://live.tradelocker.com/backend-api',
    TRADELOCKER_SERVERS: 'MAIN, Second',
    TRADELOCKER_DEVELOPER_API_KEY: SECRETS.apiKey,
    UPSTREAM_MAX_RPS: '20',
    TOKEN_KEYS: `new:${keyOf(2)}, old:${keyOf(1)}`,
    OAUTH_CLIENTS,
    OAUTH_IMPLICIT: 'TRUE',
    DATA_FEED_EMAIL: 'feed@example.test',
    DATA_FEED_PASSWORD: SECRETS.feed,
    DATA_FEED_ACCOUNTS: JSON.stringify([
      { email: 'feed-2@example.test', password: SECRETS.secondFeed, server: 'MAIN', account_id: '7' },
    ]),
    DATA_CLIENTS,
    REDIS_URL: `redis://user:${SECRETS.redis}@redis:6379`,
  }
}

/** What a gateway would say about an environment, line by line; nothing about a good one. */
export function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n')
  }
}
