import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import type { Panel } from '../support/panel.ts'
import { servedRoutes } from '../support/served-routes.ts'
import { type Stack, startStack } from '../support/stack.ts'

/*
 * Broken object level authorization: anna owns an account, a resting order, a position and its levels. Somebody else who is logged
 * in asks for each of them on every route, and must not learn even that they exist.
 */

let stack: Stack
let anna: Panel
let mallory: Panel
const ids = { account: '700101', own: '', order: '', position: '', level: '' }

beforeAll(async () => {
  stack = await startStack(undefined, DATA_ENV)
  anna = await stack.panel('anna')
  mallory = await stack.panel('crowd-1')
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
})
afterAll(() => stack.close())

/** Forms that are in order, so that nothing but the owner is wrong. */
const FORM = {
  instrument: 'EURUSD',
  side: 'buy',
  type: 'limit',
  limitPrice: 1.04,
  stopLoss: 0.9,
  qty: 0.1,
  currentAsk: 1.1,
  currentBid: 1.1,
}

/** An answer without the id that was asked for. */
async function answerTo(panel: Panel, method: string, path: string, id: string) {
  const { side: _, ...levels } = FORM
  // A side in the change of a position would mean to reverse it.
  const form = path.includes('/positions/') ? levels : FORM
  const { status, body, headers } = await panel.send(method, path, method === 'GET' ? undefined : form)
  const names = [...headers.keys()].filter((name) => name !== 'x-request-id').toSorted()
  return { status, text: JSON.stringify(body).replaceAll(id, 'ID'), names }
}

const perAccount = servedRoutes()
  .filter(({ method, path }) => path.includes(':accountId') && method !== 'HEAD')
  .map(({ method, path }) => ({ method, path }))

describe("an account of somebody else's", () => {
  it('is asked for on every route that has one', () => expect(perAccount.length).toBeGreaterThan(15))

  it.each(perAccount)('$method $path is refused as if it did not exist', async ({ method, path }) => {
    const at = (account: string) =>
      `${path
        .replace(':accountId', account)
        .replace(':orderId', ids.order)
        .replace(':positionId', ids.position)}?instrument=EURUSD`
    const theirs = await answerTo(mallory, method, at(ids.account), ids.account)
    const nobodys = await answerTo(mallory, method, at('799999'), '799999')
    expect(theirs).toEqual(nobodys)
    expect(theirs.text).toContain('This account does not exist or does not belong to you.')
  })

  it.each(['/quotes?symbols=EURUSD&accountId=', '/depth?symbol=EURUSD&accountId='])(
    'GET %s is refused as if it did not exist',
    async (path) => {
      const theirs = await answerTo(mallory, 'GET', path + ids.account, ids.account)
      expect(theirs).toEqual(await answerTo(mallory, 'GET', `${path}799999`, '799999'))
      expect(theirs.text).toContain('"s":"error"')
    },
  )
})

describe("an order, a level or a position of somebody else's, asked for in an account of one's own", () => {
  const KINDS = [
    ['PUT', 'orders', 'order'],
    ['DELETE', 'orders', 'order'],
    ['PUT', 'orders', 'level'],
    ['DELETE', 'orders', 'level'],
    ['PUT', 'positions', 'position'],
    ['DELETE', 'positions', 'position'],
    // Mixed up on purpose.
    ['DELETE', 'orders', 'position'],
    ['DELETE', 'positions', 'order'],
  ] as const

  it.each(KINDS)('%s %s/{%s} is refused as if it did not exist', async (method, family, kind) => {
    const id = ids[kind]
    const made = id.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)).replace(/^\d/, '8')
    const at = (one: string) => `/accounts/${ids.own}/${family}/${one}`
    const theirs = await answerTo(mallory, method, at(id), id)
    expect(theirs).toEqual(await answerTo(mallory, method, at(made), made))
    expect(theirs.text).toMatch(/There is no .*ID.* in this account/)
  })

  it('left everything as it was', async () => {
    const orders = await anna.ok('GET', `/accounts/${ids.account}/orders`)
    const find = (id: string) => orders.find((order: { id: string }) => order.id === id)
    expect(find(ids.order)).toMatchObject({ status: 'working', limitPrice: 1.05 })
    expect(find(ids.level)).toMatchObject({ status: 'working', stopPrice: 1 })
    const [position] = await anna.ok('GET', `/accounts/${ids.account}/positions`)
    expect(position).toMatchObject({ id: ids.position, qty: 0.1 })
  })
})

describe('a token of the data half', () => {
  it.each(perAccount)('opens $method $path no more than none does', async ({ method, path }) => {
    const servers = await stack.panel('anna')
    await servers.logIn(PASSWORD_CLIENT.login, PASSWORD_CLIENT.password)
    const address = path
      .replace(':accountId', ids.account)
      .replace(':orderId', ids.order)
      .replace(':positionId', ids.position)
    const withIt = await answerTo(servers, method, address, ids.account)
    servers.token = ''
    expect(withIt).toEqual(await answerTo(servers, method, address, ids.account))
    expect(withIt.status).toBe(401)
  })
})
