import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface Package {
  readonly dev?: boolean
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
}

const read = (path: string) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'))
const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> }
const { packages } = read('package-lock.json') as { packages: Record<string, Package> }
const installed = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, one]) => ({ name: path.replace(/^.*node_modules\//, ''), ...one }))

/** Licences that ask for nothing but to be named. */
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']

/** Of what only builds and tests, and is never passed on: also those that ask for changes of their own files to be shown. */
const LICENCES_OF_TOOLS = [...LICENCES, 'MIT OR Apache-2.0', '(MIT AND Zlib)', 'MPL-2.0']

describe('packages', () => {
  it('run nothing at their installation, but for those that package.json lists', () => {
    const running = installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    expect(running.filter((name) => allowScripts[name] !== true)).toEqual([])
    expect(Object.keys(allowScripts).filter((name) => !running.includes(name))).toEqual([])
  })

  it('are pinned by their content, wherever they are fetched from', () => {
    expect(installed.filter(({ integrity, link }) => integrity === undefined && !link)).toEqual([])
    expect(installed.filter(({ resolved }) => resolved !== undefined)).toEqual([])
  })

  it('that go into production may be passed on', () => {
    const others = installed
      .filter(({ dev, license }) => dev !== true && !LICENCES.includes(license ?? 'none'))
      .map(({ name, license }) => `${name}: ${license}`)
    expect(others).toEqual([])
  })

  it('that only build and test have licences that are listed here', () => {
    const licences = new Set(installed.map(({ license }) => license ?? 'none'))
    expect([...licences].filter((one) => !LICENCES_OF_TOOLS.includes(one))).toEqual([])
    expect(LICENCES_OF_TOOLS.filter((one) => !licences.has(one))).toEqual([])
  })
})
