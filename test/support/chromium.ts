import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

/** Addresses that a browser finds elsewhere: `localhost:6285` → `127.0.0.1:…`. */
type Hosts = Readonly<Record<string, string>>

/** A browser that speaks to nobody but who a test sends it to. Its contexts are private ones: no third-party cookies. */
export function startChromium(hosts: Hosts = {}): Promise<Browser> {
  return chromium.launch(launchOptions(hosts))
}

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
