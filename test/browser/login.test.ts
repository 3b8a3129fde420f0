import axe from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { askFor, CLIENT, STATE } from '../support/oauth-client.ts'
import { type Stack, startStack } from '../support/stack.ts'
import {
  SITE,
  SITE_CLIENTS,
  SITE_LOGOUT,
  SITE_REDIRECT,
  startTradingViewSite,
  type TradingViewSite,
} from '../support/tradingview-site.ts'

// Two noisy cores and a browser.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
const PATIENCE_MS = 30_000

let stack: Stack
let site: TradingViewSite
let browser: Browser
let context: BrowserContext
/** What the browser complains about while a page does what it must not. */
let violations: string[]

beforeAll(async () => {
  site = await startTradingViewSite(() => stack.gateway.origin)
  stack = await startStack(undefined, {
    PUBLIC_URL: 'https://trading.example.com',
    OAUTH_CLIENTS: SITE_CLIENTS,
    OAUTH_IMPLICIT: 'true',
    BROKER_NAME: 'Example Broker',
  })
  browser = await startChromium({ 'localhost:6285': site.address })
})
afterAll(async () => {
  await browser?.close()
  await stack?.close()
  await site?.close()
})
beforeEach(() => begin())
afterEach(async () => {
  expect(violations).toEqual([])
  await context.close()
})

async function begin(options: BrowserContextOptions = {}): Promise<void> {
  await context?.close()
  violations = []
  context = await browser.newContext(options)
  context.setDefaultTimeout(PATIENCE_MS)
  context.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) violations.push(message.text())
  })
  context.on('weberror', (error) => violations.push(String(error.error())))
}

const link = (changes: Record<string, string> = {}): string =>
  `${stack.gateway.origin}/oauth/authorize?${new URLSearchParams(askFor({ redirect_uri: SITE_REDIRECT, ...changes }))}`

async function openPage(changes: Record<string, string> = {}): Promise<Page> {
  const page = await context.newPage()
  await page.goto(link(changes))
  return page
}

/** Opens the login as TradingView does: its page opens a tab. */
async function openTab(changes: Record<string, string> = {}): Promise<{ panel: Page; tab: Page }> {
  const panel = await context.newPage()
  await panel.goto(`${SITE}/panel`)
  const opened = context.waitForEvent('page')
  await panel.evaluate(`void open(${JSON.stringify(link(changes))})`)
  const tab = await opened
  await tab.waitForLoadState()
  return { panel, tab }
}

async function fill(page: Page, password = stack.simulator.logins[0]?.password ?? ''): Promise<void> {
  await page.getByLabel('E-mail').fill('anna@example.com')
  await page.getByLabel('Password').fill(password)
}

/** Where the tab or the frame came back to, as it told the panel; each is told once. */
async function messageOf(panel: Page): Promise<URL> {
  let told: unknown
  await eventually(
    async () => {
      told ??= await panel.evaluate('messages.shift()')
      return told
    },
    (message) => expect(message).toBeTypeOf('string'),
    PATIENCE_MS,
  )
  return new URL(String(told))
}

/** Asks for the accounts from the panel's page, as TradingView does. */
async function accountsFrom(panel: Page, token: unknown): Promise<{ s: string; d?: unknown[] }> {
  const url = JSON.stringify(`${stack.gateway.origin}/accounts?locale=en`)
  const headers = JSON.stringify({ Authorization: `Bearer ${token}` })
  return panel.evaluate(`fetch(${url}, { headers: ${headers} }).then((answer) => answer.json())`)
}

describe('a trader', () => {
  it('logs in through a tab that TradingView opens, trades and logs out', async () => {
    const { panel, tab } = await openTab()
    expect(await tab.title()).toBe('Log in to Example Broker')
    await fill(tab)
    await tab.getByLabel('Server').selectOption('SIM-DEMO')
    await tab.getByRole('button', { name: 'Log in' }).click()
    await tab.waitForURL(`${SITE_REDIRECT}?**`)

    // The page that opened the tab still reaches it: nothing on the way has cut them off.
    expect((await messageOf(panel)).searchParams.get('state')).toBe(STATE)
    const { s, d = [] } = await accountsFrom(panel, site.tokens?.access_token)
    expect([s, d.length > 0]).toEqual(['ok', true])

    await panel.goto(
      `${stack.gateway.origin}/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: SITE_LOGOUT })}`,
    )
    expect(panel.url()).toBe(SITE_LOGOUT)
    await panel.goto(`${SITE}/panel`)
    expect((await accountsFrom(panel, site.tokens?.access_token)).s).toBe('error')
  })

  it('is told what went wrong, and can go on', async () => {
    const page = await openPage()
    await page.getByRole('button').click()
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true')
    await page.getByText('Please enter your e-mail address.').waitFor()

    await fill(page, 'wrong')
    await page.getByRole('button').click()
    await page.getByRole('alert').getByText('password is not correct').waitFor()
    expect(await page.getByLabel('E-mail').inputValue()).toBe('anna@example.com')
    expect(await page.getByLabel('Password').inputValue()).toBe('')

    stack.simulator.control.addFault({ operation: 'getJWTTokens', kind: 'drop', count: 5 })
    await fill(page)
    await page.getByRole('button').click()
    await page.getByRole('alert').getByText('Example Broker cannot be reached').waitFor()
    stack.simulator.control.clearFaults()

    await context.clearCookies()
    await fill(page)
    await page.getByRole('button').click()
    await page.getByRole('alert').getByText('open for too long').waitFor()

    await fill(page)
    await page.getByRole('button').click()
    await page.waitForURL(`${SITE_REDIRECT}?**`)
  })

  it('needs no mouse', async () => {
    const page = await openPage()
    const { email, password } = {
      email: 'anna@example.com',
      password: stack.simulator.logins[0]?.password ?? '',
    }
    await eventually(
      () => page.evaluate('document.activeElement.id'),
      (id) => expect(id).toBe('email'),
      PATIENCE_MS,
    )
    await page.keyboard.type(email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('server')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BUTTON')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${SITE_REDIRECT}?**`)
  })

  it('needs no scripts', async () => {
    await begin({ javaScriptEnabled: false })
    const page = await openPage()
    await fill(page)
    await page.getByRole('button').click()
    await page.waitForURL(`${SITE_REDIRECT}?**`)
  })

  it('with a link that is not registered stays here', async () => {
    const page = await openPage({ redirect_uri: `${SITE}/evil` })
    expect(page.url()).toContain(stack.gateway.origin)
    await page.getByText('This login link is not valid.').waitFor()
  })
})

describe('the page', () => {
  const overflow = (page: Page): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

  it.each(['ar', 'he', 'fa'])('runs from right to left in %s', async (lang) => {
    const page = await openPage({ lang })
    for (const part of ['h1', 'label', '#server']) {
      const direction = `getComputedStyle(document.querySelector('${part}')).direction`
      expect(await page.evaluate(direction)).toBe('rtl')
    }
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang)
    expect(await overflow(page)).toBe(0)
  })

  it('fits a phone', async () => {
    await begin({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true })
    const page = await openPage()
    await page.getByRole('button').click()
    await page.locator('.error').waitFor()
    expect(await overflow(page)).toBe(0)
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('input:not([type=hidden]), select, button')].map((one) => one.offsetHeight)`,
    )
    for (const height of heights) expect(height).toBeGreaterThanOrEqual(44)
  })

  it('is dark where the trader likes it dark', async () => {
    const brightness = async (): Promise<number> => {
      const page = await openPage()
      const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3
    }
    await begin({ colorScheme: 'light' })
    expect(await brightness()).toBeGreaterThan(200)
    await begin({ colorScheme: 'dark' })
    expect(await brightness()).toBeLessThan(50)
  })

  it.each([
    ['as it opens', 'light', {}, undefined],
    ['as it opens, dark', 'dark', {}, undefined],
    ['with a missing field', 'light', {}, ''],
    ['with a missing field, dark', 'dark', {}, ''],
    ['after a wrong password, dark', 'dark', {}, 'wrong'],
    ['in Arabic', 'light', { lang: 'ar' }, undefined],
    ['for a link that is not registered', 'light', { client_id: 'x' }, undefined],
  ] as const)('is accessible %s', async (_, colorScheme, changes, password) => {
    // The page lets no script run: the checker gets in all the same.
    await begin({ colorScheme, bypassCSP: true })
    const page = await openPage(changes)
    if (password !== undefined) {
      await page.getByLabel('E-mail').fill('nobody@example.com')
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button').click()
      await page.locator('.error, .alert').waitFor()
    }
    await page.addScriptTag({ content: axe.source })
    const found = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
    )
    expect(found).toEqual([])
  })
})

describe('the implicit flow', () => {
  const frame = (panel: Page): Promise<unknown> =>
    panel.evaluate(`{
      const hidden = document.createElement('iframe')
      hidden.hidden = true
      hidden.src = ${JSON.stringify(link({ response_type: 'token', prompt: 'none' }))}
      document.body.append(hidden)
    }`)

  it('does not renew where the browser keeps cookies from frames', async () => {
    const { panel, tab } = await openTab({ response_type: 'token', prompt: 'login' })
    await fill(tab)
    await tab.getByRole('button').click()
    await messageOf(panel)
    await frame(panel)
    expect(new URLSearchParams((await messageOf(panel)).hash.slice(1)).get('error')).toBe('login_required')
  })

  it('gives a token, renews it without showing anything, and stops when the trader logs out', async () => {
    const { panel, tab } = await openTab({ response_type: 'token', prompt: 'login' })
    await fill(tab)
    await tab.getByRole('button').click()
    const first = new URLSearchParams((await messageOf(panel)).hash.slice(1))
    expect((await accountsFrom(panel, first.get('access_token'))).s).toBe('ok')

    // In the tab itself: this browser sends no cookies from frames of another site.
    const renewal = link({ response_type: 'token', prompt: 'none' })
    await tab.goto(renewal)
    const renewed = new URLSearchParams((await messageOf(panel)).hash.slice(1))
    expect(renewed.get('state')).toBe(STATE)
    expect((await accountsFrom(panel, renewed.get('access_token'))).s).toBe('ok')

    await tab.goto(
      `${stack.gateway.origin}/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: SITE_LOGOUT })}`,
    )
    await tab.goto(renewal)
    const refused = new URLSearchParams((await messageOf(panel)).hash.slice(1))
    expect(refused.get('error')).toBe('login_required')
  })
})
