import type { KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CommandMistakes, readCommand } from '../../conformance/command-line.ts'
import { TESTS } from '../../conformance/tests/index.ts'
import { certifiedKey } from '../support/certificate.ts'

const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ADDRESS = ['--url', 'https://broker.example.com/api/']

function mistakesOf(args: readonly string[], env: Record<string, string> = {}): readonly string[] {
  try {
    readCommand(args, env)
    return []
  } catch (error) {
    if (!(error instanceof CommandMistakes)) throw error
    return error.mistakes
  }
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('what is understood', () => {
  it('an address alone: everything else has defaults', () => {
    expect(readCommand(ADDRESS, {})?.options).toEqual({
      url: 'https://broker.example.com/api',
      noAuth: false,
      placeOrders: false,
      defaultDuration: 30,
      historyDuration: 130,
      symbolsDuration: 130,
      timeout: 30,
    })
  })

  it('logins, with passwords from the environment', () => {
    const env = {
      CONFORMANCE_PASSWORD: 'one',
      CONFORMANCE_TRADER_PASSWORD: 'two',
      CONFORMANCE_ACCESS_TOKEN: 'three',
    }
    expect(readCommand([...ADDRESS, '--login', 'tv', '--trader-login', 'anna'], env)?.options).toMatchObject({
      login: { login: 'tv', password: 'one' },
      trader: { login: 'anna', password: 'two' },
      accessToken: 'three',
    })
  })

  it('a password of the command line before that of the environment, and none without its login', () => {
    const env = { CONFORMANCE_PASSWORD: 'one', CONFORMANCE_TRADER_PASSWORD: 'two' }
    const options = readCommand([...ADDRESS, '--login', 'tv', '--password', 'given'], env)?.options
    expect(options?.login).toEqual({ login: 'tv', password: 'given' })
    expect(options?.trader).toBeUndefined()
  })

  it('durations, lists, dates and files', () => {
    const args =
      '--default-duration 1.5 --history-duration 7200 --symbols A,B --left 2015-01-01 --only auth,historyPrices'
    const command = readCommand([...ADDRESS, ...args.split(' '), '--junit', 'a.xml', '--html', 'a.html'], {})
    expect(command).toMatchObject({ junit: 'a.xml', html: 'a.html' })
    expect(command?.options).toMatchObject({
      defaultDuration: 1.5,
      historyDuration: 7200,
      symbols: ['A', 'B'],
      left: 1_420_070_400,
      only: ['auth', 'historyPrices'],
    })
    expect(readCommand([...ADDRESS, '--symbols', 'all', '--left', '0'], {})?.options).toMatchObject({
      symbols: 'all',
      left: 0,
    })
  })

  it('a call for help', () => {
    expect(readCommand(['--help', '--only', 'nonsense'], {})).toBeUndefined()
  })
})

it('the README names every test with its rule', () => {
  const readme = readFileSync(new URL('../../conformance/README.md', import.meta.url), 'utf8')
  const missing = TESTS.filter(({ name, rule }) => !readme.includes(`\`${name}\``) || !readme.includes(rule))
  expect(missing.map(({ name }) => name)).toEqual([])
})

describe('what is a mistake', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no address', [], /^--url: expected the address .* received nothing\.$/],
    [
      'an address without https://',
      ['--url', 'broker.example.com'],
      /^--url: expected .* received broker\.example\.com\.$/,
    ],
    ['an unknown option', [...ADDRESS, '--pasword', 'x'], /Unknown option '--pasword'/],
    ['an option without its value', [...ADDRESS, '--login'], /--login/],
    ['a word too many', [...ADDRESS, 'historyPrices'], /historyPrices/],
    ['an unknown test', [...ADDRESS, '--only', 'history1440'], /no test or area "history1440"/],
    ['part of a name', [...ADDRESS, '--only', 'check1440'], /Similar: historyCheck1440\./],
    ['an empty list of tests', [...ADDRESS, '--only', ','], /--only: expected names/],
    ['a login without a password', [...ADDRESS, '--login', 'tv'], /give CONFORMANCE_PASSWORD or --password/],
    ['a password without a login', [...ADDRESS, '--trader-password', 'x'], /--trader-login is missing/],
    [
      'a duration in words',
      [...ADDRESS, '--default-duration', 'long'],
      /expected seconds above 0, received long/,
    ],
    [
      'a duration of nothing',
      [...ADDRESS, '--timeout', '0'],
      /--timeout: expected seconds above 0, received 0/,
    ],
    [
      'a date that is none',
      [...ADDRESS, '--left', 'long ago'],
      /--left: expected a date .* received long ago/,
    ],
    [
      'an incomplete OAuth2 client',
      [...ADDRESS, '--client-id', 'tv'],
      /also needs --client-secret, --private-key/,
    ],
  ])('%s', (_, args, words) => {
    expect(mistakesOf(args).join('\n')).toMatch(words)
  })

  it('are told all at once', () => {
    expect(mistakesOf(['--url', 'x', '--only', 'y', '--timeout', 'z'])).toHaveLength(3)
  })

  describe('in the files of an OAuth2 client', () => {
    const { certificate, privateKey } = certifiedKey()
    const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
    const clientWith = (files: { certificate: string; key: string }): readonly string[] => [
      ...ADDRESS,
      ...'--client-id tv --user-id u --app-url https://www.tradingview.com'.split(' '),
      ...['--certificate', files.certificate, '--private-key', files.key],
    ]
    const secret = { CONFORMANCE_CLIENT_SECRET: 's' }

    it('that do not exist', () => {
      const args = clientWith({ certificate: join(folder, 'none'), key: join(folder, 'neither') })
      expect(mistakesOf(args, secret)).toEqual([
        expect.stringMatching(/^--certificate: the file .* cannot be read \(ENOENT\)\.$/),
        expect.stringMatching(/^--private-key: the file .* cannot be read \(ENOENT\)\.$/),
      ])
    })

    it('that hold something else', () => {
      const other = file('other.pem', 'nothing of the kind')
      expect(mistakesOf(clientWith({ certificate: other, key: other }), secret)).toEqual([
        '--certificate: expected a file with an X.509 certificate as PEM text.',
        '--private-key: expected a file with an RSA private key as PEM text.',
      ])
    })

    it('that do not belong together', () => {
      const other = file('key.pem', pem(certifiedKey().privateKey))
      expect(
        mistakesOf(clientWith({ certificate: file('cert.pem', certificate), key: other }), secret),
      ).toEqual(['--private-key: the key does not belong to the certificate.'])
    })

    it('unless they do: then tokens are asked for below the address', () => {
      const files = { certificate: file('cert.pem', certificate), key: file('key.pem', pem(privateKey)) }
      expect(readCommand(clientWith(files), secret)?.options.client).toMatchObject({
        clientSecret: 's',
        tokenUrl: 'https://broker.example.com/api/authorize/token',
      })
    })
  })
})
