import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { MINIMAL, mistakesOf } from '../support/environments.ts'

const folder = mkdtempSync(join(tmpdir(), 'logo-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (content: string | Uint8Array): string => {
  const path = join(folder, 'logo')
  writeFileSync(path, content)
  return path
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'

describe('BROKER_LOGO', () => {
  it.each([
    ['SVG', SVG, 'image/svg+xml'],
    [
      'SVG with all that may stand before it',
      `\ufeff<?xml version="1.0"?>\n<!-- a <svg> -->\n<!DOCTYPE svg>\n${SVG}`,
      'image/svg+xml',
    ],
    ['PNG', Buffer.concat([PNG, Buffer.alloc(100)]), 'image/png'],
    ['PNG of exactly 256 kB', Buffer.concat([PNG, Buffer.alloc(256 * 1024 - PNG.length)]), 'image/png'],
  ])('may be a file of %s, whatever its name', (_, content, contentType) => {
    const { logo } = loadConfig({ ...MINIMAL, BROKER_LOGO: file(content) }).loginPage
    expect(logo?.contentType).toBe(contentType)
    expect(Buffer.from(logo?.bytes ?? []).equals(Buffer.from(content))).toBe(true)
  })

  it.each([
    ['PNG above 256 kB', Buffer.concat([PNG, Buffer.alloc(256 * 1024)])],
    ['SVG above 256 kB', `${SVG}${' '.repeat(256 * 1024)}`],
    ['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['HTML', '<!DOCTYPE html><html><svg></svg></html>'],
    ['text with SVG in it', `see <svg>`],
    ['another XML', '<?xml version="1.0"?><svgs/>'],
    ['nothing', ''],
  ])('keeps the gateway from starting when it is a file of %s', (_, content) => {
    expect(mistakesOf({ ...MINIMAL, BROKER_LOGO: file(content) }).join()).toMatch(
      /^BROKER_LOGO: expected the path of an SVG or PNG picture of at most 256 kB, received "/,
    )
  })

  it.each(['nowhere.svg', '.'])('keeps the gateway from starting when there is no such file: %s', (name) => {
    expect(mistakesOf({ ...MINIMAL, BROKER_LOGO: join(folder, name) })).toHaveLength(1)
  })
})
