import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { startSimulator } from '../../simulator/simulator.ts'
import { loadConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'
import { startChromium } from '../support/chromium.ts'
import { serve } from '../support/http-server.ts'
import { askFor, OAUTH_ENV } from '../support/oauth-client.ts'

/*
 * Takes the pictures of docs/login-page.md: `npm run screenshots`. They need fonts of the languages shown, and differ a little
 * from machine to machine, so they are taken when the page has changed and not by the tests.
 */

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const PHONE = { viewport: { width: 360, height: 640 } } as const
const DESK = { viewport: { width: 640, height: 640 } } as const

interface Shot {
  readonly name: string
  readonly options: BrowserContextOptions
  readonly changes?: Record<string, string>
  readonly act?: (page: Page) => Promise<void>
}

const wrongPassword = async (page: Page): Promise<void> => {
  await page.locator('#email').fill('anna@example.com')
  await page.locator('#password').fill('wrong')
  await page.getByRole('button').click()
  await page.locator('.alert').waitFor()
}

const SHOTS: readonly Shot[] = [
  { name: 'login-light', options: DESK },
  { name: 'login-dark-wrong-password', options: { ...DESK, colorScheme: 'dark' }, act: wrongPassword },
  {
    name: 'login-missing-field',
    options: DESK,
    act: async (page) => {
      await page.getByRole('button').click()
      await page.locator('.error').waitFor()
    },
  },
  { name: 'login-arabic-phone', options: PHONE, changes: { lang: 'ar' } },
  { name: 'login-japanese-phone-dark', options: { ...PHONE, colorScheme: 'dark' }, changes: { lang: 'ja' } },
  {
    name: 'login-link-invalid',
    options: { viewport: { width: 640, height: 320 } },
    changes: { client_id: 'unknown' },
  },
]

const simulator = await startSimulator()
const config = loadConfig({
  ...OAUTH_ENV,
  GATEWAY_ENV: 'staging',
  LOG_LEVEL: 'error',
  TRADELOCKER_BASE_URL: simulator.url,
  TRADELOCKER_SERVERS: 'SIM-DEMO,SIM-PRO',
  TRADELOCKER_ACCOUNT_TYPE: 'demo',
  BROKER_NAME: 'Example Broker',
  BROKER_LOGO: fileURLToPath(new URL('../fixtures/logo.svg', import.meta.url)),
})
const gateway = createGateway(config)
const server = await serve(gateway.app)
const browser = await startChromium()
mkdirSync(folder, { recursive: true })
for (const { name, options, changes, act } of SHOTS) {
  const page = await browser.newPage(options)
  await page.goto(`${server.origin}/oauth/authorize?${new URLSearchParams(askFor(changes))}`)
  await act?.(page)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
  await page.close()
}
await browser.close()
await server.close()
await gateway.close()
await simulator.close()
