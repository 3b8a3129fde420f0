import { beforeEach, describe, expect, it } from 'vitest'
import { createSecretGuard, type SecretGuard } from '../../../src/auth/attempts/secret-guard.ts'
import { OAuthError } from '../../../src/http/oauth-error.ts'

let now = 0
let guard: SecretGuard
beforeEach(() => {
  now = 1_000_000
  guard = createSecretGuard(() => now)
})

const HERE = '192.0.2.1'
const right = (address = HERE) => guard.client(address, () => 'in')

const wrong = async (address = HERE, code: ConstructorParameters<typeof OAuthError>[0] = 'invalid_client') =>
  guard
    .client(address, () => {
      throw new OAuthError(code, 'wrong')
    })
    .catch((error: { code: string }) => error.code)

async function times(count: number, ask: () => Promise<string>): Promise<readonly string[]> {
  const answers = []
  for (let i = 0; i < count; i++) answers.push(await ask())
  return answers
}

describe('wrong secrets from one address', () => {
  it('are refused as such twenty times, then told to wait, ever longer', async () => {
    expect(new Set(await times(20, () => wrong()))).toEqual(new Set(['invalid_client']))
    expect(new Set(await times(50, () => wrong()))).toEqual(new Set(['login_throttled']))
    now += 2_000
    expect(await times(2, () => wrong())).toEqual(['invalid_client', 'login_throttled'])
    now += 2_000
    expect(await wrong()).toBe('login_throttled')
    now += 2_000
    expect(await wrong()).toBe('invalid_client')
  })

  it('never make the right one wait, and a right one buys nothing', async () => {
    await times(100, () => wrong())
    for (let i = 0; i < 100; i++) expect(await right()).toBe('in')
    expect(await wrong()).toBe('login_throttled')
  })

  it('count wherever in its network they come from, and for nobody else', async () => {
    for (let i = 0; i < 20; i++) await wrong(`2001:db8::${i.toString(16)}`)
    expect(await wrong('2001:db8::ffff')).toBe('login_throttled')
    expect(await wrong('2001:db8:0:1::1')).toBe('invalid_client')
    expect(await wrong()).toBe('invalid_client')
  })

  it('and wrong assertions count; malformed forms do not', async () => {
    await times(10, () => wrong(HERE, 'invalid_grant'))
    await times(100, () => wrong(HERE, 'invalid_request'))
    await times(10, () => wrong())
    expect(await wrong(HERE, 'invalid_request')).toBe('invalid_request')
    expect(await wrong(HERE, 'invalid_grant')).toBe('login_throttled')
  })

  it('are forgotten after a quarter of an hour without any', async () => {
    await times(100, () => wrong())
    now += 15 * 60_000
    expect(new Set(await times(20, () => wrong()))).toEqual(new Set(['invalid_client']))
  })
})
