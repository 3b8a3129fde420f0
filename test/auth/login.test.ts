import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { splitLogin } from '../../src/auth/login.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { TRADER } from '../support/memory-broker.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

const DAY = 24 * 60 * 60 * 1000
const { email: login, password } = TRADER

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway()
})
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.broker.loginFailure = undefined
  gateway.broker.sessionsEnd = gateway.now + DAY
  gateway.broker.logins.length = 0
})

async function errmsgOf(form: Record<string, string>): Promise<string> {
  const response = await gateway.logIn(form)
  expect(response.status).toBe(200)
  const body = (await response.json()) as { s: string; errmsg: string }
  expect(body.s).toBe('error')
  return body.errmsg
}

describe('a login with the right password', () => {
  it('gets a token and the whole second at which it ends', async () => {
    const response = await gateway.logIn()
    expect(response.status).toBe(200)
    const expiration = Math.floor((gateway.now + DAY) / 1000)
    expect(await response.json()).toEqual({
      s: 'ok',
      d: { access_token: expect.stringMatching(/^[\w.-]+$/), expiration },
    })
  })

  it('gets a new token every time', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => gateway.token()))
    expect(new Set(tokens).size).toBe(10)
  })

  it('never lasts longer than 24 days: TradingView counts in a 32-bit timer', async () => {
    gateway.broker.sessionsEnd = gateway.now + 365 * DAY
    const { d } = (await (await gateway.logIn()).json()) as { d: { expiration: number } }
    expect(d.expiration).toBe(Math.floor((gateway.now + 24 * DAY) / 1000))
    expect(d.expiration * 1000 - gateway.now).toBeLessThan(2_147_483_647)
  })

  it('is an error when the broker answers with a session that has already ended', async () => {
    gateway.broker.sessionsEnd = gateway.now
    expect(await errmsgOf({ login, password })).toMatch(
      /^The broker sent an answer that could not be understood/,
    )
  })
})

describe('a login that fails', () => {
  it('says in different sentences whether the password, the server or the broker is the trouble', async () => {
    const wrong = await errmsgOf({ login, password: 'wrong' })
    const server = await errmsgOf({ login: `NOWHERE\\${login}`, password })
    gateway.broker.loginFailure = new BrokerError('upstream_unavailable')
    const down = await errmsgOf({ login, password })
    expect(wrong).toContain('password')
    expect(server).toContain('"NOWHERE"')
    expect(down).toMatch(/cannot be reached .* \(Reference: [\w-]+\)$/)
    expect(new Set([wrong, server, down]).size).toBe(3)
  })

  it('does not ask the broker about a server that is not offered', async () => {
    await errmsgOf({ login: `NOWHERE\\${login}`, password })
    expect(gateway.broker.logins).toEqual([])
  })

  it.each([
    ['login', { password }],
    ['login', { login: '  ', password }],
    ['login', { login: 'MAIN\\ ', password }],
    ['password', { login }],
    ['password', { login, password: '' }],
  ])('names the missing field: %s', async (field, form) => {
    expect(await errmsgOf(form)).toBe(`The request lacks the field "${field}".`)
  })

  it('is a clear error where logins with passwords are switched off', async () => {
    const without = await startTestGateway({ PASSWORD_LOGIN: 'false' })
    const body = (await (await without.logIn()).json()) as { errmsg: string }
    await without.close()
    expect(body).toEqual({ s: 'error', errmsg: 'This broker does not offer login with a password.' })
  })
})

describe('the login name', () => {
  it.each([
    ['a@b.test', { server: 'MAIN', email: 'a@b.test' }],
    ['main\\a@b.test', { server: 'MAIN', email: 'a@b.test' }],
    ['SECOND\\a@b.test', { server: 'Second', email: 'a@b.test' }],
    [' Second \\ a@b.test', { server: 'Second', email: 'a@b.test' }],
    ['second\\odd\\name', { server: 'Second', email: 'odd\\name' }],
  ])('%j is understood as a server and an address', (name, expected) => {
    expect(splitLogin(name, ['MAIN', 'Second'])).toEqual(expected)
  })

  it('reaches the broker without the spaces around it, the password untouched', async () => {
    await gateway.logIn({ login: ` ${login} `, password: ' secret with spaces ', locale: 'de_DE' })
    expect(gateway.broker.logins).toEqual([
      { email: login, password: ' secret with spaces ', server: 'MAIN' },
    ])
  })
})

describe('a login that is no login', () => {
  it('is refused by its length, before anything is kept or asked', async () => {
    expect(await errmsgOf({ login: `${'a'.repeat(400)}@example.com`, password })).toContain('320')
    expect(await errmsgOf({ login, password: 'x'.repeat(400) })).toContain('320')
    expect(gateway.broker.logins).toEqual([])
  })
})
