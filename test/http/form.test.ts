import express from 'express'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderErrors } from '../../src/http/errors.ts'
import { firstValue, formOf, queryOf, readForm } from '../../src/http/form.ts'
import { RequestError } from '../../src/http/request-error.ts'
import { type HttpServer, serve } from '../support/http-server.ts'
import { readableLog } from '../support/log-lines.ts'

const FORM = 'application/x-www-form-urlencoded'

let server: HttpServer
beforeAll(async () => {
  const app = express()
  app.use(readForm(), (request: express.Request, response: express.Response) => {
    response.json({ form: formOf(request), query: queryOf(request) })
  })
  app.use(renderErrors(readableLog().log))
  server = await serve(app)
})
afterAll(() => server.close())

async function send(method: string, body?: string, type: string | undefined = FORM, path = '/') {
  const response = await fetch(server.origin + path, {
    method,
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
    headers: type === undefined ? {} : { 'content-type': type },
  })
  return { status: response.status, body: await response.json() }
}

describe('a form body', () => {
  it.each(['POST', 'PUT', 'DELETE'])('is read on %s', async (method) => {
    expect((await send(method, 'qty=0.01&symbols=A%2CB&name=a+b')).body).toMatchObject({
      form: { qty: '0.01', symbols: 'A,B', name: 'a b' },
    })
  })

  it.each(['GET', 'POST', 'PUT', 'DELETE'])(
    'may be absent on %s although its content type is there',
    async (method) => {
      expect((await send(method)).body).toEqual({ form: {}, query: {} })
    },
  )

  it('counts to its last field, however many there are', async () => {
    const padding = Array.from({ length: 1_500 }, (_, index) => `f${index}=`).join('&')
    const { body } = await send('POST', `${padding}&amount=0.1`)
    expect(body).toMatchObject({ form: { amount: '0.1' } })
  })

  it('may be empty', async () => {
    expect((await send('POST', '')).body).toEqual({ form: {}, query: {} })
  })

  it('may name its charset', async () => {
    expect((await send('POST', 'name=%C3%A9', `${FORM}; charset=UTF-8`)).body).toMatchObject({
      form: { name: 'é' },
    })
  })

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', undefined])(
    'of type %s is refused with a sentence',
    async (type) => {
      const { status, body } = await send('POST', '{"login":"a"}', type ?? '')
      expect(status).toBe(200)
      expect(body).toEqual({
        s: 'error',
        errmsg: 'The body must be sent as a form (application/x-www-form-urlencoded).',
      })
    },
  )

  it('of more than 16 kB is refused as too large', async () => {
    expect((await send('POST', `a=${'x'.repeat(16 * 1024)}`)).status).toBe(413)
    expect((await send('POST', `a=${'x'.repeat(16 * 1024 - 2)}`)).status).toBe(200)
  })

  it.each(['form', 'query'])('with a repeated field is refused (%s)', async (where) => {
    const { body } =
      where === 'form'
        ? await send('POST', 'qty=1&qty=2')
        : await send('GET', undefined, FORM, '/?qty=1&qty=2')
    expect(body).toEqual({ s: 'error', errmsg: 'The field "quantity" is not valid: expected one value.' })
  })
})

describe('the readers of forms and queries', () => {
  const requestWith = (query: string, body: string | undefined) =>
    ({ url: `/path?${query}`, body }) as unknown as express.Request

  it('return what was sent, and nothing that a prototype holds', () => {
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: false })
    fc.assert(
      fc.property(fields, (sent) => {
        const text = new URLSearchParams(
          Object.entries(sent).map(([k, v]): [string, string] => [k.toWellFormed(), v.toWellFormed()]),
        )
        if (new Set(text.keys()).size !== text.size) return
        const request = requestWith(text.toString(), text.toString())
        for (const read of [formOf(request), queryOf(request)]) {
          expect(Object.entries(read)).toEqual([...text])
          expect(Object.getPrototypeOf(read)).toBeNull()
        }
      }),
    )
  })

  it('throw nothing but RequestError, whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-c=&%+0-9[\]_]*$/)), (text) => {
        const request = requestWith(text, text)
        for (const read of [formOf, queryOf]) {
          try {
            for (const value of Object.values(read(request))) expect(value).toBeTypeOf('string')
          } catch (error) {
            expect(error).toBeInstanceOf(RequestError)
          }
        }
        expect(['string', 'undefined']).toContain(typeof firstValue(request, 'locale'))
      }),
      { numRuns: 1000 },
    )
  })

  it('treat names of the language like any other name', () => {
    const request = requestWith('__proto__=1&constructor=2&toString=3', '')
    expect({ ...queryOf(request) }).toEqual(
      Object.fromEntries([
        ['__proto__', '1'],
        ['constructor', '2'],
        ['toString', '3'],
      ]),
    )
    expect(formOf(request).toString).toBeUndefined()
  })
})
