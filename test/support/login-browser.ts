import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { SimulatorOptions } from '../../simulator/simulator.ts'
import { demoPassword } from '../../simulator/users.ts'
import { steadyClock } from '../../src/steady-clock.ts'
import { type BrowserWindow, startChromium, startCookieChromium } from './chromium.ts'
import { eventually } from './eventually.ts'
import { askFor, CLIENT } from './oauth-client.ts'
import { type Stack, startStack } from './stack.ts'
import {
  SITE,
  SITE_CLIENTS,
  SITE_LOGOUT,
  SITE_REDIRECT,
  startTradingViewSite,
  type TradingViewSite,
} from './tradingview-site.ts'

/** Two noisy cores and a browser. */
export const PATIENCE_MS = 30_000

/** A real browser in front of a gateway that offers OAuth, and a site on another origin that plays TradingView. */
export interface LoginBrowser {
  readonly stack: Stack
  readonly site: TradingViewSite
  readonly context: BrowserContext
  /** From now on a new private window: no cookies, nothing open. */
  begin(options?: BrowserContextOptions): Promise<void>
  /** From now on a browser that sends cookies from frames of other sites; a private window never does. */
  beginWithAllCookies(): Promise<void>
  /** So many milliseconds pass for the gateway. */
  pass(ms: number): void
  link(changes?: Record<string, string>): string
  openPage(changes?: Record<string, string>): Promise<Page>
  /** Opens the login as TradingView does: its page opens a tab. */
  openTab(changes?: Record<string, string>): Promise<{ panel: Page; tab: Page }>
  /** What must not have happened since it was asked last: policies broken, scripts failing, what may be stored, secrets in addresses. */
  complaints(): readonly string[]
  close(): Promise<void>
}

export async function startLoginBrowser(
  env: Record<string, string> = {},
  simulator: SimulatorOptions = {},
): Promise<LoginBrowser> {
  let ahead = 0
  const site = await startTradingViewSite(() => stack.gateway.origin)
  const stack: Stack = await startStack(
    // As many logins as the tests make, without waiting.
    { rateLimits: 100, ...simulator },
    {
      PUBLIC_URL: 'https://trading.example.com',
      OAUTH_CLIENTS: SITE_CLIENTS,
      OAUTH_IMPLICIT: 'true',
      BROKER_NAME: 'Example Broker',
      ...env,
    },
    { clock: () => Date.now() + ahead, elapsed: () => steadyClock() + ahead },
  )
  const hosts = { 'localhost:6285': site.address }
  const browser: Browser = await startChromium(hosts)
  let found: string[] = []
  let window: BrowserWindow | undefined

  const use = async (open: () => Promise<BrowserWindow>): Promise<void> => {
    await window?.close()
    window = await open()
    window.context.setDefaultTimeout(PATIENCE_MS)
    watch(window.context, stack.gateway.origin, (complaint) => void found.push(complaint))
  }
  const privately = async (options: BrowserContextOptions): Promise<BrowserWindow> => {
    const context = await browser.newContext(options)
    return { context, close: () => context.close() }
  }
  const current = (): BrowserContext => {
    if (window === undefined) throw new Error('No window is open: begin() opens one.')
    return window.context
  }
  const link = (changes: Record<string, string> = {}): string =>
    `${stack.gateway.origin}/oauth/authorize?${new URLSearchParams(askFor({ redirect_uri: SITE_REDIRECT, ...changes }))}`

  return {
    stack,
    site,
    get context() {
      return current()
    },
    begin: (options = {}) => use(() => privately(options)),
    beginWithAllCookies: () => use(() => startCookieChromium(hosts)),
    pass(ms) {
      ahead += ms
    },
    link,
    async openPage(changes) {
      const page = await current().newPage()
      await page.goto(link(changes))
      return page
    },
    async openTab(changes) {
      const panel = await current().newPage()
      await panel.goto(`${SITE}/panel`)
      const opened = current().waitForEvent('page')
      await panel.evaluate(`void open(${JSON.stringify(link(changes))})`)
      const tab = await opened
      await tab.waitForLoadState()
      return { panel, tab }
    },
    complaints() {
      const all = found
      found = []
      return all
    },
    async close() {
      await window?.close()
      await browser.close()
      await stack.close()
      await site.close()
    },
  }
}

function watch(context: BrowserContext, gateway: string, complain: (complaint: string) => void): void {
  context.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) complain(message.text())
  })
  context.on('weberror', (error) => complain(String(error.error())))
  context.on('request', (request) => {
    if (/demo-password|anna(@|%40)/.test(request.url())) complain(`A secret is in ${request.url()}`)
  })
  context.on('response', (response) => {
    const isPage = response.url().startsWith(`${gateway}/oauth/`) && !/\.(css|svg|png)$/.test(response.url())
    const stored = response.headers()['cache-control']
    if (isPage && stored !== 'no-store') complain(`${response.url()} may be stored: ${stored}`)
  })
}

/** Fills the form of the page, whatever language it is in. */
export async function fill(page: Page, password: string = demoPassword, email = 'anna@example.com') {
  await page.locator('#email').fill(email)
  await page.locator('#password').fill(password)
}

export async function submit(page: Page): Promise<void> {
  await page.getByRole('button').click()
}

/** Where the tab or the frame came back to, as it told the panel; each is told once. */
export async function messageOf(panel: Page): Promise<URL> {
  let told: unknown
  await eventually(
    async () => {
      told ??= await panel.evaluate('messages.shift()')
      return told
    },
    (message) => {
      if (typeof message !== 'string') throw new Error('Nothing came back to the panel.')
    },
    PATIENCE_MS,
  )
  return new URL(String(told))
}

/** Asks for the accounts from the panel's page, as TradingView does. */
export async function accountsFrom(
  gateway: string,
  panel: Page,
  token: unknown,
): Promise<{ s: string; d?: unknown[] }> {
  const url = JSON.stringify(`${gateway}/accounts?locale=en`)
  const headers = JSON.stringify({ Authorization: `Bearer ${token}` })
  return panel.evaluate(`fetch(${url}, { headers: ${headers} }).then((answer) => answer.json())`)
}

/** The address that logs out and leads back to the site. */
export function logoutLink(gateway: string): string {
  return `${gateway}/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: SITE_LOGOUT })}`
}
