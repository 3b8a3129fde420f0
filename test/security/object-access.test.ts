import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { publishedOperations } from '../support/fuzz.ts'
import { CLIENT, createOAuthBrowser, OAUTH_ENV, REDIRECT_URI } from '../support/oauth-client.ts'
import { PANEL_ORIGIN, type Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

/*
 * Broken object level authorization: anna owns an account, a resting order, a position and its levels. Somebody else who is logged
 * in asks for each of them wherever an id can stand, on every route of the published OpenAPI, and must not learn even that they
 * exist: what anna has and what nobody has are answered alike.
 */

let stack: Stack
let anna: Panel
const ids = { account: '700101', own: '', order: '', position: '', level: '' }
let ordersBefore: unknown
/** Mallory's tokens, and one of TradingView's servers. */
const tokens = { password: '', oauth: '', server: '' }

const MALLORY = { email: 'crowd-1@example.com', password: 'demo-password', server: 'SIM-DEMO' } as const

beforeAll(async () => {
  stack = await startStack(undefined, { ...DATA_ENV, ...OAUTH_ENV })
  anna = await stack.panel('anna')
  const mallory = await stack.panel('crowd-1')
  const server = await stack.panel('anna')
  await server.logIn(PASSWORD_CLIENT.login, PASSWORD_CLIENT.password)
  const { access_token } = await createOAuthBrowser(stack.gateway.origin).tokens(MALLORY)
  Object.assign(tokens, { password: mallory.token, oauth: access_token, server: server.token })
  const [own] = await mallory.ok('GET', '/accounts')
  ids.own = own.id
  stack.simulator.control.setPrice('EURUSD', 1.1)
  const place = async (key: string, form: object) =>
    anna.ok('POST', `/accounts/${ids.account}/orders?requestId=${key}`, {
      instrument: 'EURUSD',
      side: 'buy',
      qty: 0.1,
      ...form,
    })
  ids.order = (await place('resting', { type: 'limit', limitPrice: 1.05 })).orderId
  await place('market', { type: 'market', stopLoss: 1.0 })
  ids.position = (await anna.ok('GET', `/accounts/${ids.account}/positions`))[0].id
  const orders = await anna.ok('GET', `/accounts/${ids.account}/orders`)
  ids.level = orders.find((order: { parentId?: string }) => order.parentId === ids.position).id
  ordersBefore = orders
})
afterAll(() => stack.close())

type Operation = ReturnType<typeof publishedOperations>[number]
type Fields = Readonly<Record<string, string>>

/** Whatever is in order, so that nothing but the owner is wrong. */
const USUAL: Fields = {
  instrument: 'EURUSD',
  side: 'buy',
  type: 'limit',
  orderType: 'limit',
  limitPrice: '1.04',
  stopLoss: '0.9',
  qty: '0.1',
  amount: '0.1',
  leverage: '30',
  currentAsk: '1.1',
  currentBid: '1.1',
  symbols: 'EURUSD',
  symbol: 'EURUSD',
  resolution: '1D',
  from: '1700000000',
  to: '1700086400',
  transactionId: 'abc',
  transactionType: 'place_order',
  ask: '1.1',
  bid: '1.1',
  timestamp: '1700000000',
  roundTripDuration: '10',
  login: MALLORY.email,
  password: MALLORY.password,
  grant_type: 'refresh_token',
  client_id: CLIENT.client_id,
  client_secret: CLIENT.client_secret,
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
}

const ID_NAMES = ['accountId', 'orderId', 'positionId', 'id', 'accNum'] as const

interface Places {
  readonly path?: Fields
  readonly query?: Fields
  readonly form?: Fields
}

let asked = 0

/** A request of an operation that is in order but for the ids in `places`. */
async function ask(token: string, operation: Operation, places: Places, method = operation.method) {
  const usual: Fields = { ...USUAL, accountId: ids.own, requestId: `mallory-${++asked}` }
  const ofShape = (shape: object) =>
    Object.fromEntries(
      Object.keys(shape).flatMap((name) => (name in usual ? [[name, usual[name] ?? '']] : [])),
    )
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => places.path?.[name] ?? usual[name] ?? '1')
  const query = new URLSearchParams({ ...ofShape(operation.query), ...places.query })
  const form = new URLSearchParams({ ...ofShape(operation.form ?? {}), ...places.form })
  const gone = new AbortController()
  const response = await fetch(`${stack.gateway.origin}${path}?${query}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      Origin: PANEL_ORIGIN,
      'Content-Type': 'application/x-www-form-urlencoded',
      // Each time from somewhere else: wrong secrets that keep coming from one address are told to wait.
      'X-Forwarded-For': `198.51.${Math.floor(asked / 250)}.${asked % 250}`,
    },
    ...(/GET|HEAD/.test(method) ? {} : { body: form.toString() }),
    redirect: 'manual',
    signal: gone.signal,
  })
  const endless = operation.path === '/streaming' && response.status === 200
  const text = endless ? '' : await response.text()
  gone.abort()
  const sent = Object.values(places).flatMap((fields: Fields) => Object.values(fields))
  return {
    status: response.status,
    text: sent.reduce((rest, id) => rest.replaceAll(id, 'ID'), text),
    headers: [...response.headers].filter(([name]) => !OWN_HEADERS.has(name)),
  }
}

const OWN_HEADERS = new Set(['x-request-id', 'date', 'etag', 'content-length', 'set-cookie', 'retry-after'])

/** An id of the same form that nobody has. */
function made(id: string): string {
  if (id === ids.account) return '799999'
  return id.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)).replace(/^\d/, '8')
}

const operations = publishedOperations()
const HOLDERS = ['password', 'oauth'] as const
const named = (list: readonly Operation[]) =>
  list.flatMap((operation) =>
    HOLDERS.map((holder) => ({ what: `${operation.method} ${operation.path}`, holder, operation })),
  )
const NO_ACCOUNT = 'This account does not exist or does not belong to you.'

const withAccount = operations.filter(
  ({ path, query }) => path.includes('{accountId}') || 'accountId' in query,
)

describe("an account of somebody else's", () => {
  it('is asked for on every route that has one', () => expect(withAccount.length).toBeGreaterThan(18))

  it.each(named(withAccount))('$what is refused to a $holder login as if it did not exist', async (each) => {
    const { holder, operation } = each
    const place = operation.path.includes('{accountId}') ? 'path' : 'query'
    // Whoever guessed an account may guess what is in it as well.
    const within = { orderId: ids.order, positionId: ids.position }
    const at = (accountId: string) => ask(tokens[holder], operation, { [place]: { ...within, accountId } })
    const theirs = await at(ids.account)
    expect(theirs).toEqual(await at('799999'))
    expect(theirs.text).toContain(NO_ACCOUNT)
  })

  it.each(named(withAccount))(
    '$what refuses it by any method, $holder login',
    async ({ holder, operation }) => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const at = (accountId: string) => {
          const field = { accountId, orderId: ids.order, positionId: ids.position }
          return ask(tokens[holder], operation, { path: field, query: field }, method)
        }
        const theirs = await at(ids.account)
        expect(theirs, method).toEqual(await at('799999'))
        expect(theirs.text, method).not.toContain('"s":"ok"')
      }
    },
  )
})

const withObject = operations.filter(({ path }) => /\{(orderId|positionId)\}/.test(path))

describe("an order, a level or a position of somebody else's, asked for in an account of one's own", () => {
  it.each(named(withObject))('$what is refused to a $holder login as if it did not exist', async (each) => {
    const { holder, operation } = each
    const name = operation.path.includes('{orderId}') ? 'orderId' : 'positionId'
    // Kinds are mixed up on purpose.
    for (const id of [ids.order, ids.level, ids.position]) {
      const at = (one: string) => ask(tokens[holder], operation, { path: { [name]: one } })
      const theirs = await at(id)
      expect(theirs).toEqual(await at(made(id)))
      expect(theirs.text).toMatch(/There is no .*ID.* in this account/)
    }
  })
})

describe("an id of somebody else's in a query or a form", () => {
  /** What stays of an answer when prices, times, tokens and new ids are left out. */
  const gist = ({ status, text, headers }: Awaited<ReturnType<typeof ask>>) => {
    const { s, errmsg, error } = /^\{/.test(text) ? JSON.parse(text) : { s: text.slice(0, 15) }
    return { status, s, errmsg, error, headers: headers.map(([name]) => name) }
  }
  // A logout would be one.
  const lasting = operations.filter(({ path }) => path !== '/logout')

  it.each(named(lasting))(
    '$what of a $holder login takes no notice of it, or as little as of one that nobody has',
    async (each) => {
      const { holder, operation } = each
      const token = /^\/(symbol_info|history|streaming|groups)$/.test(operation.path)
        ? tokens.server
        : tokens[holder]
      const { query, form = {} } = operation
      const foreignTo = (known: object, one: string) =>
        Object.fromEntries(ID_NAMES.flatMap((name) => (name in known ? [] : [[name, one]])))
      const usual = gist(await ask(token, operation, {}))
      for (const id of [ids.account, ids.order, ids.level, ids.position]) {
        const inIt = await ask(token, operation, { query: foreignTo(query, id), form: foreignTo(form, id) })
        expect(gist(inIt)).toEqual(usual)
        const asOwn = (one: string) => ask(token, operation, { form: 'id' in form ? { id: one } : {} })
        const theirs = await asOwn(id)
        expect(gist(theirs)).toEqual(gist(await asOwn(made(id))))
        for (const { text } of [inIt, theirs]) {
          for (const secret of [ids.account, ids.order, ids.position]) expect(text).not.toContain(secret)
        }
      }
    },
  )
})

it('left everything as it was', async () => {
  expect(await anna.ok('GET', `/accounts/${ids.account}/orders`)).toEqual(ordersBefore)
  const positions = await anna.ok('GET', `/accounts/${ids.account}/positions`)
  expect(positions).toEqual([expect.objectContaining({ id: ids.position, qty: 0.1 })])
})

describe('a token of the data half', () => {
  it.each(withAccount.map((operation) => ({ what: `${operation.method} ${operation.path}`, operation })))(
    'opens $what no more than none does',
    async ({ operation }) => {
      const fields = { accountId: ids.account, orderId: ids.order, positionId: ids.position }
      const withIt = await ask(tokens.server, operation, { path: fields, query: fields })
      expect(withIt).toEqual(await ask('', operation, { path: fields, query: fields }))
      expect(withIt.status).toBe(401)
    },
  )
})
