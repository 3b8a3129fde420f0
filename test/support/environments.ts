import { ConfigError, loadConfig } from '../../src/config.ts'

/** Secrets of the test environments, to look for where none may be. */
export const SECRETS = {
  apiKey: 'developer-key-0001',
  oauth: 'oauth-secret-0002',
  feed: 'feed-password-0003',
  data: 'data-password-0004',
  secondFeed: 'feed-password-0007',
  jwt: 'jwt-secret-0005',
  redis: 'redis-password-0006',
} as const

/** Self-signed, of a key that was thrown away. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdzCCAR2gAwIBAgIUc71LhhKLJVp7WcJQq4+cx4Y2GY8wCgYIKoZIzj0EAwIw
EDEOMAwGA1UEAwwFdGVzdHMwIBcNMjYxMTIxMTAyMjE1WhgPMjEyNjEwMjgxMDIy
MTVaMBAxDjAMBgNVBAMMBXRlc3RzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
/BTUVfYxJQl3X5jQNqFAtjBhtRA8A4o3XAkFHgcYpD29kBy3BH/aaE4dTImWL5dG
Zb2xznSszpvw8oOjaJ5la6NTMFEwHQYDVR0OBBYEFERjP+VuM2gXeeZu6uZTwQru
Ho0cMB8GA1UdIwQYMBaAFERjP+VuM2gXeeZu6uZTwQruHo0cMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgAbTDBjZAdZSParnWw0DOp4DbfNtZzb8d
tbiJyKfR5IkCIQDquzu2rg4E29pFVMrqValgP2wRN3rYlAwwDvUda2HM2A==
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
