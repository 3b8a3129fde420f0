import { describe, expect, it } from 'vitest'
import type { Options } from '../../conformance/options.ts'
import type { Outcome } from '../../conformance/verdict.ts'
import { DATA_LOGIN, TRADER_LOGIN } from './reference/tokens.ts'
import { runReference } from './run-reference.ts'

type Logins = Pick<Options, 'login' | 'trader' | 'accessToken' | 'noAuth'>

const SOME = ['authBasicFieldsFormat', 'symbolsNames', 'symbolsUnauthorizedRequest', 'tradingAccounts']

/** `passed: …` of those four tests, with the logins given and no others. */
async function told(logins: Partial<Logins>, isPublic = false, defects: readonly string[] = []) {
  const { results } = await runReference({
    isPublic,
    defects,
    options: ({ login: _login, trader: _trader, ...others }) => ({ ...others, ...logins, only: SOME }),
  })
  const byName = new Map(results.map((result) => [result.name, result]))
  return SOME.flatMap((name) => byName.get(name) ?? [])
}

const outcomes = (results: readonly { outcome: Outcome }[]): Outcome[] =>
  results.map(({ outcome }) => outcome)

describe('a data half that demands a token', () => {
  it('is entered with --login, the trading half with --trader-login', async () => {
    const results = await told({ login: DATA_LOGIN, trader: TRADER_LOGIN })
    expect(outcomes(results)).toEqual(['passed', 'passed', 'passed', 'passed'])
  })

  it('leaves the trading half untested where no trader is given, and says so', async () => {
    const results = await told({ login: DATA_LOGIN })
    expect(outcomes(results)).toEqual(['passed', 'passed', 'passed', 'skipped'])
    expect(results[3]?.sentence).toMatch(
      /Nothing given opens the trading half\. Give a trader's login with --trader-login/,
    )
  })

  it('is left untested where only a trader is given, and says so', async () => {
    const results = await told({ trader: TRADER_LOGIN })
    expect(outcomes(results)).toEqual(['skipped', 'skipped', 'passed', 'passed'])
    expect(results[1]?.sentence).toMatch(/demands a token\. Give its login \(--login, --password\)/)
  })

  it("is left untested where --login is a trader's, whose halves are not mixed up", async () => {
    const results = await told({ login: TRADER_LOGIN })
    expect(outcomes(results)).toEqual(['passed', 'skipped', 'passed', 'passed'])
    expect(results[1]?.sentence).toMatch(/login given is a trader's, which does not open it/)
  })

  it('fails where its login is wrong', async () => {
    const results = await told({ login: { ...DATA_LOGIN, password: 'mistyped' }, trader: TRADER_LOGIN })
    expect(outcomes(results)).toEqual(['failed', 'failed', 'passed', 'passed'])
    expect(results[0]?.sentence).toBe(
      'POST /authorize answered the error "The login or the password is not correct.".',
    )
  })

  it('must not be open on one address alone, whatever login is given', async () => {
    const results = await told({ login: DATA_LOGIN }, false, ['/symbol_info is open'])
    expect(outcomes(results)).toEqual(['passed', 'passed', 'failed', 'skipped'])
  })
})

describe('a public data half', () => {
  it("is tested with a trader's login for --login, which opens the trading half", async () => {
    const results = await told({ login: TRADER_LOGIN }, true)
    expect(outcomes(results)).toEqual(['passed', 'passed', 'skipped', 'passed'])
    expect(results[2]?.sentence).toMatch(/data half is public/)
  })

  it('is tested without any login, the trading half is not', async () => {
    const results = await told({}, true)
    expect(outcomes(results)).toEqual(['skipped', 'passed', 'skipped', 'skipped'])
    expect(results[3]?.sentence).toMatch(/No login was given/)
  })

  it('is not tested for tokens with --no-auth', async () => {
    const results = await told({ trader: TRADER_LOGIN, noAuth: true }, true)
    expect(outcomes(results)).toEqual(['skipped', 'passed', 'skipped', 'passed'])
    expect(results[2]?.sentence).toMatch(/--no-auth/)
  })

  it('fails where a login of its own is given: then it should not be public', async () => {
    const results = await told({ login: DATA_LOGIN }, true)
    expect(outcomes(results)).toEqual(['passed', 'passed', 'failed', 'skipped'])
  })
})

it('a fixed token that nobody issued opens nothing', async () => {
  const results = await told({ accessToken: 'never-issued' })
  expect(outcomes(results)).toEqual(['skipped', 'failed', 'passed', 'skipped'])
  expect(results[1]?.sentence).toMatch(/GET \/symbol_info: expected status 200, received 401/)
})
