import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorEnvelope } from '../../src/tradingview/contract/envelope.ts'
import { DATA_ENV } from '../support/data-clients.ts'
import { TRADER } from '../support/memory-broker.ts'
import { CLIENT, LOGOUT_URI, OAUTH_ENV, REDIRECT_URI } from '../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
let bearer: string
beforeAll(async () => {
  gateway = await startTestGateway({ ...DATA_ENV, ...OAUTH_ENV })
  bearer = `Bearer ${await gateway.token()}`
})
afterAll(() => gateway.close())

const portOf = ({ origin }: { origin: string }): number => Number(new URL(origin).port)

/** Sends bytes as they are and reads until the server closes. */
async function raw(...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(portOf(gateway), '127.0.0.1')
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  return text(socket).catch(() => '')
}

const answersIn = (all: string): string[] =>
  [...all.matchAll(/^HTTP\/1\.1 (\d+) /gm)].map(([, status = '']) => status)

const SECOND = 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
const FORM = 'Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n'

describe('a request whose end two servers could see in different places', () => {
  it.each<[string, string]>([
    [
      'a length and chunks',
      `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SECOND}`,
    ],
    [
      'chunks and a length',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SECOND}`,
    ],
    [
      'two lengths',
      `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: 0\r\nContent-Length: 40\r\n\r\n${SECOND}`,
    ],
    [
      'two lengths in one header',
      `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: 0, 40\r\n\r\n${SECOND}`,
    ],
    ['a length with a sign', `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: +0\r\n\r\n${SECOND}`],
    ['a length in hexadecimal', `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: 0x28\r\n\r\n${SECOND}`],
    ['a length below zero', `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: -1\r\n\r\n${SECOND}`],
    [
      'a length beyond all numbers',
      `POST /authorize HTTP/1.1\r\n${FORM}Content-Length: 99999999999999999999999\r\n\r\n${SECOND}`,
    ],
    [
      'chunks under another name',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SECOND}`,
    ],
    [
      'chunks that are not last',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SECOND}`,
    ],
    [
      'chunks announced twice',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${SECOND}`,
    ],
    ['a space before the colon', `POST /authorize HTTP/1.1\r\n${FORM}Content-Length : 40\r\n\r\n${SECOND}`],
    ['a folded header', `POST /authorize HTTP/1.1\r\n${FORM}X-A: b\r\n Content-Length: 40\r\n\r\n${SECOND}`],
    [
      'a header that begins with a space',
      `POST /authorize HTTP/1.1\r\n Content-Length: 40\r\n${FORM}\r\n${SECOND}`,
    ],
    ['bare line feeds', `POST /authorize HTTP/1.1\nHost: x\nContent-Length: 0\n\n${SECOND}`],
    [
      'a bare line feed between headers',
      `POST /authorize HTTP/1.1\r\nHost: x\nContent-Length: 0\r\n\r\n${SECOND}`,
    ],
    [
      'a bare carriage return',
      `POST /authorize HTTP/1.1\r\nX: a\rContent-Length: 40\r\n${FORM}\r\n${SECOND}`,
    ],
    [
      'a null byte in a header',
      `POST /authorize HTTP/1.1\r\nX: a\0b\r\n${FORM}Content-Length: 0\r\n\r\n${SECOND}`,
    ],
    [
      'a null byte in a name',
      `POST /authorize HTTP/1.1\r\nX\0: ab\r\n${FORM}Content-Length: 0\r\n\r\n${SECOND}`,
    ],
    [
      'a chunk of hexadecimal nonsense',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n${SECOND}`,
    ],
    [
      'a chunk that is longer than it says',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n1\r\naaaa\r\n0\r\n\r\n${SECOND}`,
    ],
    [
      'a chunk with a bare line feed',
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n${SECOND}`,
    ],
    ['another version', `POST /authorize HTTP/3.7\r\n${FORM}Content-Length: 0\r\n\r\n${SECOND}`],
    ['two hosts', `GET /livez HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${SECOND}`],
    ['the same host twice', `GET /livez HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n${SECOND}`],
    ['no host', `GET /livez HTTP/1.1\r\n\r\n${SECOND}`],
  ])('%s: nothing behind it is answered', async (_what, request) => {
    const answers = answersIn(await raw(request))
    // A request with chunks may be refused with 200 and a sentence before its broken body has arrived.
    expect(answers.length).toBeLessThanOrEqual(2)
    expect(answers.at(-1)).toBe('400')
  })
})

describe('a request with odd bytes', () => {
  it.each<[string, string]>([
    ['an unknown method', 'BREW /accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['TRACE', 'TRACE /accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['PROPFIND', 'PROPFIND /accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a null byte in the address', 'GET /accounts%00/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    [
      'invalid UTF-8 in the address',
      'GET /accounts/%ff%fe/state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ],
    ['an overlong slash', 'GET /accounts%c0%af HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['dots in the address', 'GET /mapping/../accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['encoded dots', 'GET /mapping/%2e%2e/accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['backslashes', 'GET \\accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['two slashes', 'GET //evil.test/accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['HTTP/2 in the clear', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a path without end', `GET /${'a/'.repeat(8_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`],
    [
      '16 kB of parameters',
      `GET /accounts?${'a&'.repeat(8_500)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ],
    [
      'a thousand headers',
      `GET /accounts HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(3_000)}Connection: close\r\n\r\n`,
    ],
    [
      '120 kB of headers',
      `GET /accounts HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(120_000)}\r\nConnection: close\r\n\r\n`,
    ],
  ])('%s is refused, and no fault of the server', async (_what, request) => {
    const authorized = request.replace('Host: x\r\n', `Host: x\r\nAuthorization: ${bearer}\r\n`)
    const [status] = answersIn(await raw(authorized))
    expect(status).toMatch(/^4\d\d$/)
    expect(status).not.toBe('401')
  })

  it.each<[string, string]>([
    ['the address of another host', 'GET http://evil.test/accounts HTTP/1.1\r\nHost: evil.test\r\n'],
    ['a wish for another protocol', 'GET /accounts HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n'],
  ])('%s is answered as if it was not there', async (_what, request) => {
    const ask = (headers: string) => raw(`${request}${headers}Connection: close\r\n\r\n`)
    expect(answersIn(await ask(`Authorization: ${bearer}\r\n`))).toEqual(['200'])
    expect(answersIn(await ask(''))).toEqual(['401'])
  })

  it('two tokens are none, whichever is right', async () => {
    const ask = (...tokens: string[]) =>
      raw(
        `GET /accounts HTTP/1.1\r\nHost: x\r\n${tokens.map((one) => `Authorization: ${one}\r\n`).join('')}Connection: close\r\n\r\n`,
      )
    expect(answersIn(await ask(bearer))).toEqual(['200'])
    expect(answersIn(await ask(bearer, 'Bearer x'))).toEqual(['401'])
    expect(answersIn(await ask('Bearer x', bearer))).toEqual(['401'])
  })

  it('CONNECT leads nowhere', async () => {
    expect(
      answersIn(await raw('CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n')).join(),
    ).not.toMatch(/2\d\d/)
  })
})

async function post(body: string | Buffer, type = 'application/x-www-form-urlencoded') {
  const response = await fetch(`${gateway.origin}/authorize`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  return { status: response.status, body: errorEnvelope.parse(await response.json()) }
}

const RIGHT = new URLSearchParams({ login: TRADER.email, password: TRADER.password }).toString()

describe('a form', () => {
  it.each([
    ['as TradingView sends it', RIGHT],
    ['with keys of a prototype besides', `__proto__=x&constructor=y&${RIGHT}&prototype[login]=b&toString=z`],
    ['with separators and brackets besides', `&&&${RIGHT}&=&login[]=a&login[x]=b`],
    [
      'after two thousand other fields',
      `${Array.from({ length: 2_000 }, (_, i) => `a${i}=`).join('&')}&${RIGHT}`,
    ],
  ])('%s means what it says', async (_what, body) => {
    const response = await fetch(`${gateway.origin}/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
    expect(await response.json()).toMatchObject({ s: 'ok' })
  })

  it.each<[string, string | Buffer]>([
    ['that repeats a field', `${RIGHT}&login=a`],
    ['that repeats a field as it is', `${RIGHT}&${RIGHT}`],
    ['that repeats a field of no meaning', `${RIGHT}&x=1&x=1`],
    ['that repeats a prototype', `${RIGHT}&__proto__=1&__proto__=1`],
    ['with brackets', 'login[]=a&login[x]=b&password[y]=c'],
    ['with keys of a prototype', '__proto__=x&constructor=y&prototype[a]=b&toString=z'],
    [
      'that would change a prototype',
      '__proto__[login]=a&__proto__.password=b&constructor[prototype][login]=c',
    ],
    ['nested a thousand deep', `a${'[b]'.repeat(1_000)}=c`],
    ['with five thousand fields', 'a=b&'.repeat(4_000)],
    ['with null bytes', 'login=a%00b&pass%00word=c'],
    ['of invalid UTF-8', Buffer.from([0x6c, 0x3d, 0xff, 0xfe, 0x26, 0x80])],
    ['of broken escapes', 'login=%zz&password=%'],
    ['without anything', ''],
    ['of separators', '&&&===&&='],
  ])('%s is refused with a sentence', async (_what, body) => {
    const { status } = await post(body)
    expect(status).toBe(200)
    expect(({} as Record<string, unknown>).login).toBeUndefined()
  })

  it.each(['application/json', 'text/xml', 'multipart/form-data; boundary=x', 'text/plain'])(
    'of type %s is refused',
    async (type) => {
      expect((await post('{"login":"a","password":"b"}', type)).body.errmsg).toContain(
        'must be sent as a form',
      )
    },
  )

  it('of 17 kB is refused as too large, and so is one that does not say how long it is', async () => {
    expect((await post(`login=${'a'.repeat(17 * 1024)}`)).status).toBe(413)
    const chunk = `400\r\n${'a'.repeat(1024)}\r\n`
    const all = await raw(
      `POST /authorize HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      `${chunk.repeat(40)}0\r\n\r\n`,
    )
    expect(answersIn(all)).toEqual(['413'])
  })
})

describe('a query', () => {
  it.each([
    'accountId=7080&accountId=9',
    'symbols=A&symbols=B&accountId=7080',
    '__proto__=1&constructor=2',
    'locale=en&locale=de',
  ])('%s has one meaning or none', async (query) => {
    const response = await fetch(`${gateway.origin}/quotes?${query}`, { headers: { authorization: bearer } })
    expect(response.status).toBe(200)
    errorEnvelope.parse(await response.json())
  })
})

describe('the Host header', () => {
  it.each(['evil.test', 'www.tradingview.com', '"><script>', '127.0.0.1:1'])(
    '%s changes no answer',
    async (host) => {
      const ask = (name: string) =>
        raw(
          `GET /mapping HTTP/1.1\r\nHost: ${name}\r\nX-Request-Id: same-id-1\r\nX-Forwarded-Host: ${name}\r\nConnection: close\r\n\r\n`,
        )
      const withoutDate = (answer: string) => answer.replace(/^Date: .*\r\n/m, '')
      const odd = withoutDate(await ask(host))
      expect(odd).toBe(withoutDate(await ask('trading.example.com')))
      expect(odd).not.toContain(host)
    },
  )
})

/** What looks like a registered address, or leads there in part. */
const LURES = [
  'https://evil.test/',
  '//evil.test',
  '/\\evil.test',
  'javascript:alert(1)',
  `${REDIRECT_URI}../../evil`,
  `${REDIRECT_URI}%2e%2e`,
  `${REDIRECT_URI}?x=1`,
  `${REDIRECT_URI}#x`,
  REDIRECT_URI.slice(0, -1),
  REDIRECT_URI.toUpperCase(),
  REDIRECT_URI.replace('https', 'http'),
  REDIRECT_URI.replace('.com/', '.com:444/'),
  REDIRECT_URI.replace('.com/', '.com.evil.test/'),
  REDIRECT_URI.replace('www.', 'user@www.'),
  REDIRECT_URI.replace('https://', 'https://evil.test\\@'),
  `${REDIRECT_URI}\0`,
  `${REDIRECT_URI}\r\nSet-Cookie: a=b`,
  ` ${REDIRECT_URI}`,
].flatMap((uri) => {
  const { client_id } = CLIENT
  const twice = `redirect_uri=${encodeURIComponent(REDIRECT_URI)}&redirect_uri=${encodeURIComponent(uri)}`
  return [
    `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id, redirect_uri: uri })}`,
    `/oauth/authorize?response_type=code&client_id=${client_id}&${twice}`,
    `/oauth/logout?${new URLSearchParams({ client_id, returnTo: uri })}`,
    `/oauth/logout?client_id=${client_id}&returnTo=${LOGOUT_URI}&returnTo=${encodeURIComponent(uri)}`,
  ]
})

describe('no address of the gateway', () => {
  it.each([
    ...LURES,
    '//evil.test',
    '//evil.test/%2e%2e',
    '/\\evil.test',
    '/%5cevil.test',
    '/https://evil.test',
    '/accounts/',
    '/mapping//',
    '/oauth/logout?returnTo=https://evil.test/',
    '/oauth/authorize?redirect_uri=https://evil.test/&response_type=code&client_id=x',
  ])('%s redirects', async (path) => {
    const all = await raw(`GET ${path} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)
    expect(answersIn(all).join()).not.toMatch(/3\d\d/)
    expect(all).not.toMatch(/^location:/im)
  })
})

describe('X-Request-Id', () => {
  it.each([
    'a\tb-harmless',
    '"},"level":"error"',
    '../../../etc',
    'x'.repeat(200),
    'jndi:ldap://evil.test',
    'short',
  ])('%j is replaced by one of our own', async (id) => {
    const response = await fetch(`${gateway.origin}/livez`, { headers: { 'x-request-id': id } })
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f]{18}-\d+$/)
  })
})
