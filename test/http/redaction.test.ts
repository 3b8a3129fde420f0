import { Writable } from 'node:stream'
import { AxiosError, AxiosHeaders } from 'axios'
import { describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { createLog } from '../../src/http/log.ts'
import { redact, redactText } from '../../src/http/redaction.ts'
import { readableLog } from '../support/log-lines.ts'

/** Made of parts, so that nobody takes it for a real one. */
const JWT = ['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiIxIn0', 'c2lnbmF0dXJl'].join('.')

describe('a text', () => {
  it.each([
    [`Authorization: Bearer ${JWT}`, 'Authorization: Bearer [redacted]'],
    [`the token ${JWT} was refused`, 'the token [redacted] was refused'],
    ['login=a&password=hunter2&x=1', 'login=a&password=[redacted]&x=1'],
    ['{"refreshToken":"abc","x":1}', '{"refreshToken":"[redacted]","x":1}'],
    ['redis://user:hunter2@host:6379', 'redis://user:[redacted]@host:6379'],
    ['The password is wrong.', 'The password is wrong.'],
  ])('%j is logged as %j', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })
})

describe('facts', () => {
  it.each([
    'password',
    'accessToken',
    'access_token',
    'client_secret',
    'Authorization',
    'set-cookie',
    'developer-api-key',
  ])('named %s are never shown', (name) => {
    expect(redact({ a: { [name]: 'hunter2' } })).toEqual({ a: { [name]: '[redacted]' } })
  })

  it('that only count secrets are', () => {
    expect(redact({ token: 3, secret: true, tokens: 5 })).toEqual({ token: 3, secret: true, tokens: 5 })
  })

  it('may be cyclic, deep, huge numbers or bytes', () => {
    const cyclic: Record<string, unknown> = { id: 2n ** 60n, bytes: new Uint8Array(3) }
    cyclic.self = cyclic
    const text = JSON.stringify(redact(cyclic))
    expect(text).toContain('"1152921504606846976"')
    expect(text).toContain('[3 bytes]')
    expect(text).toContain('[deep]')
  })

  it("cannot pose as the line's own fields", () => {
    const { log, lines } = readableLog()
    log.info('The real message.', { message: 'another', level: 'error' })
    expect(lines()).toEqual([{ level: 'info', message: 'The real message.', timestamp: expect.any(String) }])
  })
})

describe('an error', () => {
  it('of axios is logged without the request it carries', () => {
    const headers = new AxiosHeaders({ Authorization: `Bearer ${JWT}` })
    const config = { headers, data: 'password=hunter2', url: 'https://host/auth?token=abc' }
    const error = new AxiosError('Request failed', 'ECONNRESET', config, { config })
    const { log, text } = readableLog()
    log.error('A call failed.', {
      error,
      nested: { cause: new BrokerError('upstream_timeout', { cause: error }) },
    })
    expect(text()).toContain('ECONNRESET')
    for (const secret of [JWT, 'hunter2', 'token=abc', 'Authorization']) expect(text()).not.toContain(secret)
  })

  it('of the broker is logged with its code and params', () => {
    expect(redact(new BrokerError('qty_below_min', { params: { qty: 1 } }))).toMatchObject({
      name: 'BrokerError',
      code: 'qty_below_min',
      params: { qty: 1 },
    })
  })
})

describe('the text format', () => {
  it('is one line to read along', () => {
    const chunks: string[] = []
    const destination = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk))
        done()
      },
    })
    const log = createLog({ level: 'info', format: 'text' }, destination)
    log.debug('Not written at this level.')
    log.warn('Something is odd.', { count: 2 })
    expect(chunks.join('')).toMatch(/^\S+Z warn {2}Something is odd\. \{"count":2\}\n$/)
  })
})
