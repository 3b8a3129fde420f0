import { accessSync, constants } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from 'playwright-core'

/** Addresses that a browser finds elsewhere: `localhost:6285` → `127.0.0.1:…`. */
type Hosts = Readonly<Record<string, string>>

/** A browser that speaks to nobody but who a test sends it to. Its contexts are private ones: no third-party cookies. */
export function startChromium(hosts: Hosts = {}): Promise<Browser> {
  return chromium.launch(launchOptions(hosts))
}

export interface BrowserWindow {
  readonly context: BrowserContext
  close(): Promise<void>
}

/** A browser of somebody who lets it send cookies from frames of other sites, with a folder of its own that ends with it. */
export async function startCookieChromium(hosts: Hosts = {}): Promise<BrowserWindow> {
  const folder = await mkdtemp(join(tmpdir(), 'chromium-'))
  await mkdir(join(folder, 'Default'))
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(ALL_COOKIES))
  const context = await chromium.launchPersistentContext(folder, launchOptions(hosts))
  return {
    context,
    async close() {
      await context.close()
      // Its helpers may still be writing their last.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

/** What the settings page for cookies writes down. */
const ALL_COOKIES = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }

function launchOptions(hosts: Hosts): LaunchOptions {
  const rules = Object.entries(hosts).map(([from, to]) => `MAP ${from} ${to}`)
  return {
    executablePath: installedChromium(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${[...rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ')}`,
    ],
  }
}

function installedChromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable)
    if (found !== undefined) return found
  }
  throw new Error('The tests of the login page need chromium: npm run pretest says how to get it.')
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
