import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  accountsFrom,
  fill,
  type LoginBrowser,
  logoutLink,
  messageOf,
  PATIENCE_MS,
  startLoginBrowser,
  submit,
} from '../support/login-browser.ts'
import { STATE } from '../support/oauth-client.ts'

const ASK = { response_type: 'token', prompt: 'login' }
const SILENTLY = { response_type: 'token', prompt: 'none' }

let world: LoginBrowser
beforeAll(async () => {
  // The broker's tokens are as long as they can be expected: the cookie that holds both takes more than one.
  world = await startLoginBrowser({}, { tokenExtraChars: 2_000 })
})
afterAll(() => world?.close())
afterEach(() => expect(world.complaints()).toEqual([]))

/** Holds an address in a hidden frame of TradingView's page. */
const frame = (panel: Page, address: string): Promise<unknown> =>
  panel.evaluate(`{
    const hidden = document.createElement('iframe')
    hidden.hidden = true
    hidden.src = ${JSON.stringify(address)}
    document.body.append(hidden)
  }`)

const answerOf = (url: URL): URLSearchParams => new URLSearchParams(url.hash.slice(1))

/** A trader logs in through a tab; the page that opened it gets a token. */
async function logIn(): Promise<{ panel: Page; tab: Page; token: string | null }> {
  const { panel, tab } = await world.openTab(ASK)
  await fill(tab)
  await submit(tab)
  const token = answerOf(await messageOf(panel)).get('access_token')
  return { panel, tab, token }
}

async function renew(panel: Page): Promise<URLSearchParams> {
  await frame(panel, world.link(SILENTLY))
  return answerOf(await messageOf(panel))
}

const mayTrade = async (panel: Page, token: string | null): Promise<string> =>
  (await accountsFrom(world.stack.gateway.origin, panel, token)).s

describe('the implicit flow, where the browser sends cookies from frames', () => {
  beforeAll(() => world.beginWithAllCookies())
  beforeEach(() => world.context.clearCookies())

  it('gives a token, renews it in a hidden frame, and stops when the trader logs out', async () => {
    const { panel, tab, token } = await logIn()
    expect(await mayTrade(panel, token)).toBe('ok')
    const cookies = await world.context.cookies()
    const parts = cookies.filter(({ name }) => /^__Host-login-[\da-f]{16}/.test(name))
    expect(parts.map(({ sameSite, secure, httpOnly }) => [sameSite, secure, httpOnly])).toEqual([
      ['None', true, true],
      ['None', true, true],
    ])

    const renewed = await renew(panel)
    expect(renewed.get('state')).toBe(STATE)
    expect(renewed.get('access_token')).not.toBe(token)
    expect(Number(renewed.get('expires_in'))).toBeGreaterThan(0)
    expect(await mayTrade(panel, renewed.get('access_token'))).toBe('ok')
    // Once more: the renewal has left a cookie as good as the first.
    expect((await renew(panel)).get('access_token')).not.toBeNull()

    await tab.goto(logoutLink(world.stack.gateway.origin))
    const refused = await renew(panel)
    expect([refused.get('error'), refused.get('state')]).toEqual(['login_required', STATE])
    expect(await mayTrade(panel, renewed.get('access_token'))).toBe('error')
    expect((await world.context.cookies()).map(({ name }) => name)).toEqual(['__Host-login-form'])
  })

  it('renews hours later, with new tokens of the broker', async () => {
    const { panel, token } = await logIn()
    world.pass(3 * 60 * 60_000)
    world.stack.simulator.control.advanceTime(3 * 60 * 60_000)
    expect(await mayTrade(panel, token)).toBe('error')
    expect(await mayTrade(panel, (await renew(panel)).get('access_token'))).toBe('ok')
  })

  it('keeps the login page out of frames, also of TradingView', async () => {
    const { panel } = await logIn()
    await frame(panel, world.link(ASK))
    const [, framed] = panel.frames()
    const complaints: string[] = []
    await eventually(
      async () => {
        complaints.push(...world.complaints())
        return complaints.join()
      },
      (text) => expect(text).toMatch(/frame-ancestors 'none'/),
      PATIENCE_MS,
    )
    expect(await framed?.content()).not.toContain('<form')
  })
})

describe('the implicit flow, where the browser keeps cookies from frames', () => {
  beforeEach(() => world.begin())

  it('says at once that the trader has to log in', async () => {
    const { panel } = await logIn()
    const refused = await renew(panel)
    expect([refused.get('error'), refused.get('state')]).toEqual(['login_required', STATE])
  })

  it('renews in a tab', async () => {
    const { panel, tab } = await logIn()
    await tab.goto(world.link(SILENTLY))
    expect(await mayTrade(panel, answerOf(await messageOf(panel)).get('access_token'))).toBe('ok')
  })
})
