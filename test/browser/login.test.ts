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
import { SITE, SITE_LOGOUT, SITE_REDIRECT } from '../support/tradingview-site.ts'

let world: LoginBrowser
beforeAll(async () => {
  world = await startLoginBrowser()
})
afterAll(() => world?.close())
beforeEach(() => world.begin())
afterEach(() => {
  world.stack.simulator.control.clearFaults()
  expect(world.complaints()).toEqual([])
})

const isBack = (page: Page): Promise<void> => page.waitForURL(`${SITE_REDIRECT}?**`)

const focusOf = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.id')

/** The page says this, in a field's description or above the form, and whoever hears pages instead of seeing them hears it. */
async function says(page: Page, field: 'email' | 'password' | 'server', words: string): Promise<void> {
  await page.getByText(words).waitFor()
  await eventually(
    () => focusOf(page),
    (id) => expect(id).toBe(field),
    PATIENCE_MS,
  )
  const id = await page.locator(`#${field}`).getAttribute('aria-describedby')
  expect(await page.locator(`#${id}`).innerText()).toContain(words)
}

describe('a trader', () => {
  it('logs in through a tab that TradingView opens, trades and logs out', async () => {
    const { panel, tab } = await world.openTab()
    const gateway = world.stack.gateway.origin
    expect(await tab.title()).toBe('Log in to Example Broker')
    await fill(tab)
    await tab.getByLabel('Server').selectOption('SIM-DEMO')
    await tab.getByRole('button', { name: 'Log in' }).click()
    await isBack(tab)

    // The page that opened the tab still reaches it: nothing on the way has cut them off.
    expect((await messageOf(panel)).searchParams.get('state')).toBe(STATE)
    const { s, d = [] } = await accountsFrom(gateway, panel, world.site.tokens?.access_token)
    expect([s, d.length > 0]).toEqual(['ok', true])

    await panel.goto(logoutLink(gateway))
    expect(panel.url()).toBe(SITE_LOGOUT)
    await panel.goto(`${SITE}/panel`)
    expect((await accountsFrom(gateway, panel, world.site.tokens?.access_token)).s).toBe('error')
  })

  it('may think for two minutes, as long as TradingView keeps the tab', async () => {
    const { panel, tab } = await world.openTab()
    world.pass(120_000)
    await fill(tab)
    await submit(tab)
    await messageOf(panel)
    expect((await accountsFrom(world.stack.gateway.origin, panel, world.site.tokens?.access_token)).s).toBe(
      'ok',
    )
  })

  it('who comes back after a quarter of an hour is told so, and goes on from there', async () => {
    const page = await world.openPage()
    world.pass(16 * 60_000)
    await fill(page)
    await submit(page)
    await says(page, 'password', 'This page was open for too long. Please log in again.')
    expect(await page.getByLabel('E-mail').inputValue()).toBe('anna@example.com')
    await fill(page)
    await submit(page)
    await isBack(page)
  })

  it('whose browser keeps no cookies is told so', async () => {
    const page = await world.openPage()
    await world.context.clearCookies()
    await fill(page)
    await submit(page)
    await says(page, 'password', 'This page needs cookies. Please allow them')
  })

  it('needs no mouse', async () => {
    const page = await world.openPage()
    await eventually(
      () => focusOf(page),
      (id) => expect(id).toBe('email'),
      PATIENCE_MS,
    )
    await page.keyboard.type('anna@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await says(page, 'password', 'password is not correct')
    await page.keyboard.type('demo-password')
    await page.keyboard.press('Tab')
    expect(await focusOf(page)).toBe('server')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BUTTON')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    await isBack(page)
  })

  it('needs no scripts, neither for a mistake nor for the login', async () => {
    await world.begin({ javaScriptEnabled: false })
    const before = world.site.tokens
    const page = await world.openPage()
    await fill(page, 'wrong')
    await submit(page)
    await page.getByRole('alert').getByText('password is not correct').waitFor()
    await fill(page)
    await submit(page)
    await isBack(page)
    expect(world.site.tokens).not.toBe(before)
  })

  it('with a link that is not registered stays here', async () => {
    const page = await world.openPage({ redirect_uri: `${SITE}/evil` })
    expect(page.url()).toContain(world.stack.gateway.origin)
    await page.getByText('This login link is not valid.').waitFor()
  })
})

describe('a login that fails', () => {
  const faults = { operation: 'getJWTTokens', count: 'untilCleared' } as const

  it('for a missing field leads to the field', async () => {
    const page = await world.openPage()
    await submit(page)
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
    await says(page, 'email', 'Please enter your e-mail address.')
    await page.getByLabel('E-mail').fill('anna@example.com')
    await submit(page)
    await says(page, 'password', 'Please enter your password.')
  })

  it.each([
    ['a wrong password', undefined, 'password is not correct. Please check both'],
    [
      'a lock',
      { ...faults, kind: 'status', status: 403, message: 'User is locked' },
      'This login is locked. Please contact Example Broker.',
    ],
    ['a broker that is down', { ...faults, kind: 'drop' }, 'Example Broker cannot be reached'],
    ['a broker under maintenance', { ...faults, kind: 'html' }, 'Example Broker cannot be reached'],
  ] as const)('for %s says so, keeps the e-mail and forgets the password', async (_, fault, words) => {
    const page = await world.openPage()
    if (fault !== undefined) world.stack.simulator.control.addFault(fault)
    const typed = fault === undefined ? 'a wrong password' : 'demo-password'
    await fill(page, typed, 'ben@example.com')
    await submit(page)
    await page.getByRole('alert').getByText(words).waitFor()
    await says(page, 'password', words)
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ben@example.com')
    expect(await page.getByLabel('Password').inputValue()).toBe('')
    expect(await page.content()).not.toContain(typed)

    world.stack.simulator.control.clearFaults()
    await fill(page, 'demo-password', 'ben@example.com')
    await submit(page)
    await isBack(page)
  })

  it('for a broker that throttles logins says for how long, and does not ask again before', async () => {
    const page = await world.openPage()
    const words = 'Please try again in 4 min.'
    const { control } = world.stack.simulator
    control.addFault({ ...faults, kind: 'tooManyRequests', retryAfter: 240 })
    for (const _ of ['throttled', 'once more']) {
      await fill(page, 'demo-password', 'crowd-8@example.com')
      await submit(page)
      await says(page, 'password', words)
      expect(await page.getByLabel('E-mail').inputValue()).toBe('crowd-8@example.com')
      expect(await page.getByLabel('Password').inputValue()).toBe('')
      control.clearFaults()
    }
    await fill(page, 'demo-password', 'ben@example.com')
    await submit(page)
    await isBack(page)
  })

  it('too often has to wait, is told how long, and is let in then', async () => {
    const page = await world.openPage()
    const attempt = async (password: string): Promise<void> => {
      await fill(page, password, 'crowd-7@example.com')
      await submit(page)
    }
    for (const password of ['a', 'b', 'c', 'd', 'e']) {
      await attempt(password)
      await says(page, 'password', 'password is not correct')
    }
    // Not even the right password: a guesser must not learn that it is.
    await attempt('demo-password')
    await says(page, 'password', 'Too many login attempts. Please try again in 15 s.')
    world.pass(16_000)
    await attempt('demo-password')
    await isBack(page)
  })

  it('leaves no password behind: not on going back and forth, not in what the browser has stored', async () => {
    const page = await world.openPage()
    await fill(page, 'a wrong password')
    await submit(page)
    await says(page, 'password', 'password is not correct')
    await page.goto(`${SITE}/panel`)
    // The answer to the form was not kept, so the browser would have to send the form again: it shows an error of its own.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS')
    // Until the error is shown, going back would leave the page that is shown now once more.
    await eventually(
      async () => page.url(),
      (url) => expect(url).toBe('chrome-error://chromewebdata/'),
      PATIENCE_MS,
    )
    await page.goBack()
    expect(await page.locator('#password').inputValue()).toBe('')
    expect(await page.evaluate('caches.keys().then((names) => names.length)')).toBe(0)
    expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(
      0,
    )
  })
})
