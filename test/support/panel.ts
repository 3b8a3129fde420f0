import { expect } from 'vitest'
import { errorEnvelope } from '../../src/tradingview/contract/envelope.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'

type Form = Readonly<Record<string, string | number>>
// biome-ignore lint/suspicious/noExplicitAny: answers are checked against the contract, then read freely by tests
type Answer = any

/** Behaves as TradingView's panel does: form bodies, locale everywhere, the bearer token, an Origin. */
export interface Panel {
  token: string
  /** The language the trader has chosen at TradingView; English unless a test says otherwise. */
  locale: string
  /** Raw request; every JSON answer of a known route is validated against the contract. */
  send(method: string, path: string, form?: Form): Promise<{ status: number; body: Answer; headers: Headers }>
  /** The `d` of an answer that must be ok. */
  ok(method: string, path: string, form?: Form): Promise<Answer>
  /** The `errmsg` of an answer that must be an error with HTTP 200. */
  refused(method: string, path: string, form?: Form): Promise<string>
  logIn(login: string, password: string): Promise<void>
}

export const PANEL_ORIGIN = 'https://www.tradingview.com'

export function createPanel(origin: string): Panel {
  const panel: Panel = {
    token: '',
    locale: 'en',

    async send(method, path, form) {
      const separator = path.includes('?') ? '&' : '?'
      const response = await fetch(`${origin}${path}${separator}locale=${panel.locale}`, {
        method,
        headers: {
          Accept: 'application/json',
          'Content-Type': 'application/x-www-form-urlencoded',
          Origin: PANEL_ORIGIN,
          ...(panel.token !== '' && { Authorization: `Bearer ${panel.token}` }),
        },
        ...(form !== undefined && { body: encode(form) }),
      })
      const body: Answer = await response.json()
      const schema = response.status === 200 ? contractFor(method, path) : errorEnvelope
      schema.parse(body)
      return { status: response.status, body, headers: response.headers }
    },

    async ok(method, path, form) {
      const { status, body } = await panel.send(method, path, form)
      expect({ status, s: body.s, errmsg: body.errmsg }).toEqual({ status: 200, s: 'ok', errmsg: undefined })
      return body.d
    },

    async refused(method, path, form) {
      const { status, body } = await panel.send(method, path, form)
      expect({ status, s: body.s }).toEqual({ status: 200, s: 'error' })
      return body.errmsg
    },

    async logIn(login, password) {
      const { access_token } = await panel.ok('POST', '/authorize', { login, password })
      panel.token = access_token
    },
  }
  return panel
}

/** Keys in alphabetical order and plain decimals, as the panel sends them. */
function encode(form: Form): URLSearchParams {
  const entries = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1))
  return new URLSearchParams(entries.map(([key, value]): [string, string] => [key, String(value)]))
}
