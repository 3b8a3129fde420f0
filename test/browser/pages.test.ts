import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fill, type LoginBrowser, startLoginBrowser, submit } from '../support/login-browser.ts'
import { SITE } from '../support/tradingview-site.ts'

/** A logo with everything that a picture must not do: run, load, ask, lead away. */
const HOSTILE_LOGO = `<?xml version="1.0"?>
<?xml-stylesheet href="http://localhost:6285/style.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="140" height="40"
  onload="document.title = 'ran'; fetch('http://localhost:6285/onload')">
  <script>document.title = 'ran'; parent.document.title = 'ran'; fetch('http://localhost:6285/script')</script>
  <script xlink:href="http://localhost:6285/script.js"/>
  <style>@import url("http://localhost:6285/import.css"); rect { fill: url("http://localhost:6285/fill.svg#a") }</style>
  <image xlink:href="http://localhost:6285/image.png" width="9" height="9"/>
  <use href="http://localhost:6285/use.svg#a"/>
  <foreignObject width="99" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://localhost:6285/frame"/></foreignObject>
  <rect width="40" height="40"/>
</svg>`

let folder: string
let world: LoginBrowser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logo-'))
  const logo = join(folder, 'logo.svg')
  await writeFile(logo, HOSTILE_LOGO)
  world = await startLoginBrowser({ BROKER_LOGO: logo })
})
afterAll(async () => {
  await world?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => world.begin())
afterEach(() => {
  world.stack.simulator.control.clearFaults()
  expect(world.complaints()).toEqual([])
})

const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

const PHONE = { viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true }

let guessed = 0

/** Every page there is, and how a trader gets there. */
const PAGES: Readonly<Record<string, (changes?: Record<string, string>) => Promise<Page>>> = {
  'as it opens': (changes) => world.openPage(changes),
  'with a missing field': (changes) => failing(changes, ''),
  'after a wrong password': (changes) => failing(changes, 'wrong'),
  'of a locked login': (changes) => {
    const fault = {
      operation: 'getJWTTokens',
      kind: 'status',
      status: 403,
      message: 'User is locked',
    } as const
    world.stack.simulator.control.addFault(fault)
    return failing(changes, 'demo-password')
  },
  'of a broker that is down': (changes) => {
    world.stack.simulator.control.addFault({ operation: 'getJWTTokens', kind: 'drop', count: 9 })
    return failing(changes, 'demo-password')
  },
  'after too many attempts': (changes) => {
    const fault = { operation: 'getJWTTokens', kind: 'tooManyRequests', retryAfter: 240 } as const
    world.stack.simulator.control.addFault(fault)
    return failing(changes, 'demo-password')
  },
  'that was open for too long': async (changes) => {
    const page = await world.openPage(changes)
    world.pass(16 * 60_000)
    return sent(page, 'demo-password')
  },
  'for a link that is not registered': (changes) => world.openPage({ ...changes, client_id: 'x' }),
  'of a logout': async ({ lang = 'en' } = {}) => {
    const page = await world.context.newPage()
    await page.goto(
      `${world.stack.gateway.origin}/oauth/logout?client_id=tradingview-production&lang=${lang}`,
    )
    return page
  },
}

async function failing(changes: Record<string, string> | undefined, password: string): Promise<Page> {
  return sent(await world.openPage(changes), password)
}

async function sent(page: Page, password: string): Promise<Page> {
  guessed += 1
  // Somebody else each time: nobody has to wait.
  await fill(page, password, `crowd-${guessed}@example.com`)
  await submit(page)
  await page.locator('.error, .alert').waitFor()
  return page
}

/** What the accessibility checker finds: nothing. */
async function check(page: Page): Promise<void> {
  const found = await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
  )
  expect(found).toEqual([])
  expect(await overflow(page)).toBe(0)
}

describe('on a phone', () => {
  it.each([
    ...Object.keys(PAGES).map((name) => [name, 'en'] as const),
    ['with a missing field', 'ar'],
    ['after a wrong password', 'fa'],
    ['for a link that is not registered', 'he'],
  ] as const)('the page %s is accessible and fits, in light and dark (%s)', async (name, lang) => {
    // The page lets no script run: the checker gets in all the same.
    await world.begin({ ...PHONE, bypassCSP: true })
    const page = await PAGES[name]?.({ lang })
    if (page === undefined) throw new Error(`There is no page ${name}.`)
    await page.addScriptTag({ content: axe.source })
    await check(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await check(page)
  })
})

describe('at a desk', () => {
  it.each(['as it opens', 'with a missing field', 'after a wrong password'])(
    'the page %s is accessible and fits, in light and dark',
    async (name) => {
      await world.begin({ viewport: { width: 1_920, height: 1_080 }, bypassCSP: true })
      const page = await PAGES[name]?.({})
      if (page === undefined) throw new Error(`There is no page ${name}.`)
      await page.addScriptTag({ content: axe.source })
      await check(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await check(page)
    },
  )

  it.each(['light', 'dark'] as const)('shows which control has the focus, in %s', async (colorScheme) => {
    await world.begin({ colorScheme })
    const page = await world.openPage()
    await page.locator('#email').focus()
    const focused = `(() => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement)
      const { backgroundColor } = getComputedStyle(document.querySelector('main'))
      const { name, tagName } = document.activeElement
      return [name || tagName, outlineStyle, outlineWidth, outlineColor === backgroundColor]
    })()`
    for (const control of ['email', 'password', 'server', 'BUTTON']) {
      expect(await page.evaluate(focused)).toEqual([control, 'solid', '3px', false])
      await page.keyboard.press('Tab')
    }
  })
})

describe('the login page', () => {
  it.each(['ar', 'he', 'fa'])('runs from right to left in %s, on a phone too', async (lang) => {
    await world.begin(PHONE)
    const page = await failing({ lang }, '')
    for (const part of ['h1', 'label', '#server', '.error']) {
      const direction = `getComputedStyle(document.querySelector('${part}')).direction`
      expect(await page.evaluate(direction)).toBe('rtl')
    }
    // What is typed is in Latin letters.
    expect(await page.evaluate("getComputedStyle(document.querySelector('#email')).direction")).toBe('ltr')
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang)
    expect(await overflow(page)).toBe(0)
  })

  it('has room for fingers on a phone', async () => {
    await world.begin(PHONE)
    const page = await failing({}, '')
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('input:not([type=hidden]), select, button')].map((one) => one.offsetHeight)`,
    )
    for (const height of heights) expect(height).toBeGreaterThanOrEqual(44)
  })

  it('is dark where the trader likes it dark', async () => {
    const brightness = async (): Promise<number> => {
      const page = await world.openPage()
      const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3
    }
    await world.begin({ colorScheme: 'light' })
    expect(await brightness()).toBeGreaterThan(200)
    await world.begin({ colorScheme: 'dark' })
    expect(await brightness()).toBeLessThan(50)
  })

  it('shows a logo that does nothing but be drawn, also when it is opened by itself', async () => {
    const before = world.site.asked.length
    const page = await world.openPage()
    const isDrawn = "document.querySelector('.logo').complete && document.querySelector('.logo').naturalWidth"
    expect(await page.evaluate(isDrawn)).toBe(140)
    expect(await page.title()).toBe('Log in to Example Broker')

    await page.goto(await page.evaluate<string>("document.querySelector('.logo').src"))
    expect(await page.title()).not.toBe('ran')
    await page.goto(`${SITE}/panel`)
    // By itself it tries, and its policy stops it.
    await world.context.close()
    expect(world.complaints().join('\n')).toMatch(/image\.png' violates .* "default-src 'none'"/)
    const asked = world.site.asked.slice(before)
    expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/panel'])
  })
})
