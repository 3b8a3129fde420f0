import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Claims {
  readonly sub: string
  readonly host: string
  /** Seconds since 1970. */
  readonly iat: number
  readonly exp: number
  readonly jti: string
  /** What some servers put in besides, which makes tokens long. */
  readonly more?: string
}

const header = encode({ alg: 'HS256', typ: 'JWT' })

/** A signed token in the usual three parts. */
export function signJwt(claims: Claims, key: Buffer): string {
  const content = `${header}.${encode(claims)}`
  return `${content}.${signature(content, key).toString('base64url')}`
}

/** The claims of a token that this key has signed; expiry is left to the caller. */
export function readJwt(token: string, key: Buffer): Claims | undefined {
  const end = token.lastIndexOf('.')
  const content = token.slice(0, end)
  const given = Buffer.from(token.slice(end + 1), 'base64url')
  const expected = signature(content, key)
  if (!content.startsWith(`${header}.`) || given.length !== expected.length) return undefined
  if (!timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(content.slice(header.length + 1), 'base64url').toString())
}

function signature(content: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest()
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
