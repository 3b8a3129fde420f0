import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import type express from 'express'
import { expect } from 'vitest'
import { requireSession } from '../../src/auth/session.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { bareApp } from '../../src/http/bare-app.ts'
import { renderErrors } from '../../src/http/errors.ts'
import { readForm } from '../../src/http/form.ts'
import { createLog } from '../../src/http/log.ts'
import { guardRoutes } from '../../src/http/route-guard.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { createTradingRouter } from '../../src/tradingview/router.ts'
import type { FakeSession } from './fake-session.ts'

interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON. */
  readonly body: Envelope
}

interface Envelope {
  readonly s: string
  readonly errmsg?: string
  // Tests look at results of every shape; `toEqual` says what they must be.
  readonly d?: unknown
}

type Form = Readonly<Record<string, string>> | string

export interface TradingServer {
  /**
   * Sends a request as TradingView's panel does: a form body, even where there is nothing in it. Every answer with
   * status 200 is checked against the contract of its operation.
   */
  call(method: string, path: string, form?: Form): Promise<Answer>
  /** The `d` of an answer that must be ok. */
  ok(method: string, path: string, form?: Form): Promise<unknown>
  /** The `errmsg` of an answer that must be an error with HTTP 200. */
  refused(method: string, path: string, form?: Form): Promise<string | undefined>
  /** The same, where the broker must not have been asked for anything so far. */
  refusedUnasked(method: string, path: string, form?: Form): Promise<string | undefined>
  close(): Promise<void>
}

const TOKEN = 'a-token-of-the-tests'

/** The trading half over real HTTP on a loopback port, with a session that is already logged in. */
export async function startTradingServer(session: FakeSession): Promise<TradingServer> {
  const server = appFor(session).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const trading: TradingServer = {
    async call(method, path, form) {
      const response = await fetch(origin + path, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/x-www-form-urlencoded' },
        ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
      })
      const text = await response.text()
      const body: Envelope = text === '' ? { s: 'none' } : JSON.parse(text)
      if (response.status === 200 && text !== '') contractFor(method, path).parse(body)
      return { status: response.status, headers: response.headers, body }
    },

    async ok(method, path, form) {
      const { status, body } = await trading.call(method, path, form)
      expect({ status, s: body.s, errmsg: body.errmsg }).toEqual({ status: 200, s: 'ok', errmsg: undefined })
      return body.d
    },

    async refused(method, path, form) {
      const { status, body } = await trading.call(method, path, form)
      expect({ status, s: body.s }).toEqual({ status: 200, s: 'error' })
      return body.errmsg
    },

    async refusedUnasked(method, path, form) {
      const errmsg = await trading.refused(method, path, form)
      expect(session.asked).toEqual([])
      return errmsg
    },

    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return trading
}

function appFor(session: FakeSession): express.Express {
  const app = bareApp(false)
  const router = createTradingRouter()
  const store = {
    async open(token: string) {
      if (token !== TOKEN) throw new BrokerError('session_expired')
      return session
    },
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  app.use(guardRoutes([router]), requireSession(store), readForm(), router)
  app.use(renderErrors(createLog({ level: 'error', format: 'json' }, nowhere)))
  return app
}
