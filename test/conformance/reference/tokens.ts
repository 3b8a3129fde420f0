import { type KeyObject, randomUUID } from 'node:crypto'
import { jwtVerify } from 'jose'
import { type Answer, type Breaks, type Request, refused } from './answer.ts'

export const DATA_LOGIN = { login: 'tv', password: 'data-password' }
export const TRADER_LOGIN = { login: 'anna', password: 'trader-password' }

/** Who a token lets in. */
type Half = 'data' | 'trading'

export interface Tokens {
  authorize(request: Request): Answer
  /** The OAuth2 endpoint of the data half. */
  clientToken(request: Request): Promise<Answer>
  opens(half: Half, request: Request): boolean
}

/** @param publicKey of the data half's OAuth2 client; without it there is none */
export function createTokens(now: () => number, breaks: Breaks, publicKey?: KeyObject): Tokens {
  const issued = new Map<string, Half>()
  const assertions = new Set<string>()

  function issue(half: Half, repeats: boolean): string {
    const token = repeats ? `always-the-same-${half}` : randomUUID()
    issued.set(token, half)
    return token
  }

  function expiration(half: Half): number | undefined {
    const end = Math.floor(now()) + 1800
    if (half === 'trading') return breaks('no expiration for traders') ? undefined : end
    if (breaks('expiration in milliseconds')) return end * 1000
    if (breaks('expiration in the past')) return end - 3600
    return breaks('expiration with fractions') ? end + 0.5 : end
  }

  return {
    authorize({ form }) {
      const half = halfOf(form)
      if (half === undefined) return refused('The login or the password is not correct.')
      const access_token = issue(half, half === 'data' && breaks('the same token again'))
      const token = breaks('an empty token') ? '' : access_token
      return { status: 200, body: { s: 'ok', d: { access_token: token, expiration: expiration(half) } } }
    },
    async clientToken({ form }) {
      const assertion = form.get('assertion') ?? ''
      const isNew = !assertions.has(assertion)
      assertions.add(assertion)
      const isFine = publicKey !== undefined && isNew && (await isSigned(assertion, publicKey, now()))
      if (!isFine) return { status: 400, body: { error: 'invalid_grant' } }
      const access_token = issue('data', breaks('the same client token again'))
      if (breaks('no client token')) return { status: 200, body: { token_type: 'bearer' } }
      if (breaks('client token in an envelope'))
        return { status: 200, body: { s: 'ok', d: { access_token, expiration: Math.floor(now()) + 600 } } }
      return { status: 200, body: { access_token, token_type: 'bearer', expires_in: 600 } }
    },
    opens: (half, { token }) =>
      token !== undefined &&
      (issued.get(token) === half || (half === 'data' && breaks('any token opens the data half'))),
  }
}

function halfOf(form: URLSearchParams): Half | undefined {
  const isLogin = ({ login, password }: typeof DATA_LOGIN): boolean =>
    form.get('login') === login && form.get('password') === password
  if (isLogin(DATA_LOGIN)) return 'data'
  return isLogin(TRADER_LOGIN) ? 'trading' : undefined
}

async function isSigned(assertion: string, key: KeyObject, now: number): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await jwtVerify(assertion, key, {
      algorithms: ['RS256'],
      currentDate: new Date(now * 1000),
    })
    return payload.iss === 'tv-client' && payload.sub === 'tv-user' && protectedHeader.x5t !== undefined
  } catch {
    return false
  }
}
