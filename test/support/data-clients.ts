import { X509Certificate } from 'node:crypto'
import { SignJWT } from 'jose'
import { certifiedKey } from './certificate.ts'

export const PASSWORD_CLIENT = { login: 'tradingview', password: 'long-data-password' } as const

const { privateKey, certificate } = certifiedKey()

/** As DATA_CLIENTS spells it. */
export const ASSERTION_CLIENT = {
  client_id: 'tv-servers',
  client_secret: 'long-client-secret',
  certificate,
  user_id: 'user-1',
  app_url: 'https://www.tradingview.com',
} as const

export const DATA_ENV = {
  PUBLIC_URL: 'https://trading.example.com',
  DATA_CLIENTS: JSON.stringify([
    PASSWORD_CLIENT,
    { login: 'tradingview-2', password: 'another-data-password' },
    ASSERTION_CLIENT,
  ]),
} as const

export const thumbprint = (pem: string): string =>
  Buffer.from(new X509Certificate(pem).fingerprint.replaceAll(':', ''), 'hex').toString('base64url')

export interface AssertionChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: Parameters<SignJWT['sign']>[0]
}

let count = 0

/** What TradingView's servers sign, with what a test wants different in it. @param nowMs Unix milliseconds */
export function signedAssertion(
  nowMs: number,
  { header, claims, key }: AssertionChanges = {},
): Promise<string> {
  return new SignJWT({
    iss: ASSERTION_CLIENT.client_id,
    sub: ASSERTION_CLIENT.user_id,
    aud: `${DATA_ENV.PUBLIC_URL}/authorize/token`,
    exp: Math.floor(nowMs / 1000) + 300,
    spurl: ASSERTION_CLIENT.app_url,
    jti: `${++count}`,
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', x5t: thumbprint(certificate), ...header })
    .sign(key ?? privateKey)
}

/** The form of POST /authorize/token. */
export function assertionForm(
  assertion: string,
  changes: Record<string, string> = {},
): Record<string, string> {
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
    client_id: ASSERTION_CLIENT.client_id,
    client_secret: ASSERTION_CLIENT.client_secret,
    ...changes,
  }
}
