import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { oauthContract } from '../src/auth/oauth/contract.ts'
import { dataContract } from '../src/data-feed/contract/index.ts'
import { contract } from '../src/tradingview/contract/index.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(repository, path), 'utf8')

const pages = globSync('**/*.md', {
  cwd: repository,
  exclude: (path) => /(^|\/)(node_modules|dist|coverage)$/.test(path),
})
const readme = read('README.md')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** The first group of every match, each once. */
function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, group]) => group ?? []))]
}

describe('the README', () => {
  const inTable = found(readme, /^\| `npm (?:run )?([\w:]+)`/gm)

  it('has a line for every npm script', () => {
    expect(inTable.toSorted()).toEqual(Object.keys(scripts).toSorted())
  })

  it('has a row for every endpoint that is served, and for no other', () => {
    const named = found(readme, /`((?:GET|POST|PUT|DELETE) \/[^`]*)`/g)
    expect(named.toSorted()).toEqual(
      Object.keys({ ...contract, ...dataContract, ...oauthContract }).toSorted(),
    )
  })
})

describe('variables', () => {
  const explained = Object.keys(parseEnv(read('.env.example')))
  /** Tools have switches of their own. */
  const switches = found(
    read('scripts/demo.ts') +
      read('simulator/main.ts') +
      read('conformance/command-line.ts') +
      read('scripts/audit.ts'),
    /\b((?:AUDIT|DEMO|SIMULATOR|CONFORMANCE)_[A-Z_]+)\b/g,
  )

  it.each(pages)('that %s names are explained in .env.example', (page) => {
    const named = found(read(page), /\b([A-Z][A-Z0-9]*(?:_[A-Z][A-Z0-9]*)+)\b/g)
    expect(named.filter((name) => ![...explained, ...switches].includes(name))).toEqual([])
  })

  it('are all mentioned to operators', () => {
    const guide = read('docs/operators.md')
    expect(explained.filter((name) => !guide.includes(`\`${name}`))).toEqual([])
  })
})

it('every metric is explained to operators', () => {
  const guide = read('docs/operators.md')
  const published = found(read('src/http/metrics.ts'), /name: '(gateway_\w+)'/g)
  expect(published).not.toEqual([])
  expect(published.filter((name) => !guide.includes(`| \`${name}\``))).toEqual([])
})

describe.each(pages)('%s', (page) => {
  const text = read(page)

  it('names npm scripts that exist', () => {
    expect(found(text, /npm run ([\w:]+)/g).filter((name) => !(name in scripts))).toEqual([])
  })

  it('links to pages and headings that exist', () => {
    const links = found(text, /\]\((?!https?:)([^)\s]+)\)/g)
    expect(links.filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })

  it('names source files and folders that exist', () => {
    const files = found(text, /`((?:src|adapters|simulator|conformance|bench|test|scripts|docs)\/[\w./-]*)`/g)
    expect(files.filter((file) => !existsSync(join(repository, file)))).toEqual([])
  })

  it('names metrics that exist', () => {
    const published = read('src/http/metrics.ts')
    expect(found(text, /`(gateway_\w+)`/g).filter((name) => !published.includes(`'${name}'`))).toEqual([])
  })

  it('names no path outside the repository', () => {
    const outside =
      /(?:^|[\s`'"(=])((?:\/(?:home|root|Users|tmp|var|opt|mnt|srv|work|etc)\/|~\/|[A-Z]:\\)\S*)/gm
    expect(found(text, outside)).toEqual([])
  })
})

/** Does the link lead to a file of the repository and, where it has a fragment, to a heading of it? */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', fragment] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (target.startsWith('..') || !existsSync(join(repository, target))) return false
  if (fragment === undefined) return true
  return found(read(target), /^#+ (.+)$/gm).some((heading) => anchorOf(heading) === fragment)
}

/** As code hosts make them: lower case, hyphens for spaces, no punctuation. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-')
}
