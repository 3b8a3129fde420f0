import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

const ACCOUNT = '/accounts/700101'
const ORDERS = `${ACCOUNT}/orders`
const POSITIONS = `${ACCOUNT}/positions`

let stack: Stack
let panel: Panel

beforeAll(async () => {
  stack = await startStack()
  panel = await stack.panel('anna')
})
afterAll(() => stack.close())
beforeEach(() => {
  stack.simulator.control.setPrice('EURUSD', 1.1)
})

interface PositionItem {
  id: string
  qty: number
  side: string
  instrument: string
  avgPrice: number
  unrealizedPl: number
}

const positions = (): Promise<PositionItem[]> => panel.ok('GET', POSITIONS)
const position = async (id: string) => (await positions()).find((item) => item.id === id)
const bracketsOf = async (id: string): Promise<{ id: string; status: string; type: string }[]> =>
  (await panel.ok('GET', ORDERS)).filter((item: { parentId?: string }) => item.parentId === id)

/** Opens a position and tells its id. */
const open = async (form: Record<string, string | number> = {}): Promise<string> => {
  const known = new Set((await positions()).map((item) => item.id))
  await panel.ok('POST', `${ORDERS}?requestId=${crypto.randomUUID().slice(0, 10)}`, {
    instrument: 'EURUSD',
    side: 'buy',
    type: 'market',
    qty: 0.1,
    ...form,
  })
  const opened = (await positions()).find((item) => !known.has(item.id))
  if (opened === undefined) throw new Error('no position was opened')
  return opened.id
}

const closed = (id: string) =>
  eventually(
    () => position(id),
    (item) => expect(item).toMatchObject({ qty: 0, unrealizedPl: 0 }),
  )

describe('closing', () => {
  it('a closed position is reported with quantity 0', async () => {
    const id = await open()
    await panel.ok('DELETE', `${POSITIONS}/${id}`)
    await closed(id)
  })

  it('a part of a position is closed, the rest stays', async () => {
    const id = await open({ qty: 0.3 })
    await panel.ok('DELETE', `${POSITIONS}/${id}`, { amount: 0.1 })
    await eventually(
      () => position(id),
      (item) => expect(item).toMatchObject({ qty: 0.2 }),
    )
  })

  it('a double click on a partial close is one close', async () => {
    const id = await open({ qty: 0.3 })
    const close = () => panel.ok('DELETE', `${POSITIONS}/${id}`, { amount: 0.1 })
    await Promise.all([close(), close()])
    await eventually(
      () => position(id),
      (item) => expect(item?.qty).toBeLessThan(0.3),
    )
    expect(await position(id)).toMatchObject({ qty: 0.2 })
  })

  it('opposite positions stand side by side', async () => {
    const long = await open({ side: 'buy' })
    const short = await open({ side: 'sell' })
    expect(await position(long)).toMatchObject({ side: 'buy', qty: 0.1 })
    expect(await position(short)).toMatchObject({ side: 'sell', qty: 0.1 })
  })

  it('a position that is closed already cannot be closed again', async () => {
    const id = await open()
    await panel.ok('DELETE', `${POSITIONS}/${id}`)
    await closed(id)
    expect(await panel.refused('DELETE', `${POSITIONS}/${id}`)).toContain(id)
  })

  it('more than the position holds is refused before anything is sent', async () => {
    const id = await open()
    const sent = () => stack.simulator.control.counters().requests.closePosition
    const before = sent()
    expect(await panel.refused('DELETE', `${POSITIONS}/${id}`, { amount: 0.5 })).toContain('0.5')
    expect(sent()).toBe(before)
    expect(await position(id)).toMatchObject({ qty: 0.1 })
  })

  it('an account without partial closing says so', async () => {
    const dmitri = await stack.panel('dmitri')
    await dmitri.ok('POST', '/accounts/700401/orders?requestId=dm1', {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'market',
      qty: 0.2,
    })
    const [item] = await dmitri.ok('GET', '/accounts/700401/positions')
    const errmsg = await dmitri.refused('DELETE', `/accounts/700401/positions/${item.id}`, { amount: 0.1 })
    expect(errmsg).toMatch(/part/)
  })
})

describe('brackets of a position', () => {
  it('are set on a position, and setting one leaves the other', async () => {
    const id = await open()
    await panel.ok('PUT', `${POSITIONS}/${id}`, { stopLoss: 1.09, currentAsk: 1.1, currentBid: 1.1 })
    await panel.ok('PUT', `${POSITIONS}/${id}`, { takeProfit: 1.12 })
    expect(await bracketsOf(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'stop',
          stopPrice: 1.09,
          status: 'working',
          parentType: 'position',
          side: 'sell',
          qty: 0.1,
        }),
        expect.objectContaining({
          type: 'limit',
          limitPrice: 1.12,
          status: 'working',
          parentType: 'position',
          side: 'sell',
          qty: 0.1,
        }),
      ]),
    )
  })

  it('one is moved by dragging its order', async () => {
    const id = await open({ stopLoss: 1.09, takeProfit: 1.12 })
    const stop = (await bracketsOf(id)).find((item) => item.type === 'stop')
    await panel.ok('PUT', `${ORDERS}/${stop?.id}`, { qty: 0.1, stopPrice: 1.095, id: String(stop?.id) })
    expect(await bracketsOf(id)).toContainEqual(
      expect.objectContaining({ id: stop?.id, stopPrice: 1.095, status: 'working' }),
    )
  })

  it('one is removed by cancelling its order; it is reported cancelled and the other stays', async () => {
    const id = await open({ stopLoss: 1.09, takeProfit: 1.12 })
    const stop = (await bracketsOf(id)).find((item) => item.type === 'stop')
    await panel.ok('DELETE', `${ORDERS}/${stop?.id}`)
    const after = await bracketsOf(id)
    expect(after).toContainEqual(expect.objectContaining({ id: stop?.id, status: 'cancelled' }))
    expect(after).toContainEqual(expect.objectContaining({ type: 'limit', status: 'working' }))
    expect(await position(id)).toMatchObject({ qty: 0.1 })
  })

  it.each(['position', 'order'] as const)(
    'a stop loss moved by its %s and then by the other stands where it was put last',
    async (first) => {
      const id = await open({ stopLoss: 1.05 })
      const stop = (await bracketsOf(id)).find(({ type }) => type === 'stop')
      const move = {
        position: (stopLoss: number) => panel.ok('PUT', `${POSITIONS}/${id}`, { stopLoss }),
        order: (stopPrice: number) => panel.ok('PUT', `${ORDERS}/${stop?.id}`, { qty: 0.1, stopPrice }),
      }
      const operation = first === 'position' ? 'modifyPosition' : 'modifyOrder'
      stack.simulator.control.addFault({ operation, kind: 'latency', ms: 700 })
      const sent = () => stack.simulator.control.counters().requests[operation] ?? 0
      const before = sent()
      const early = move[first](1.06)
      await eventually(
        async () => sent(),
        (count) => expect(count).toBe(before + 1),
      )
      const later = move[first === 'position' ? 'order' : 'position'](1.07)
      await Promise.all([early, later])
      expect(await bracketsOf(id)).toMatchObject([{ id: stop?.id, stopPrice: 1.07 }])
    },
  )

  it.each(['as its price', 'as its distance'])(
    'a trailing stop that is sent along %s when the take profit moves goes on trailing, and is not put back',
    async (way) => {
      const id = await open({ trailingStopPips: 100, takeProfit: 1.2 })
      const stopPrice = async () =>
        (await panel.ok('GET', ORDERS)).find(
          (item: { parentId?: string; type: string }) => item.parentId === id && item.type === 'stop',
        )
      stack.simulator.control.setPrice('EURUSD', 1.12)
      const trailed = await eventually(stopPrice, (item) => expect(item.stopPrice).toBe(1.11))
      expect(trailed).toMatchObject({ isTrailingStop: true, trailingStopPips: 100 })
      stack.simulator.control.setPrice('EURUSD', 1.115)
      const asItIs = way === 'as its price' ? { stopLoss: 1.11 } : { trailingStopPips: 100 }
      await panel.ok('PUT', `${POSITIONS}/${id}`, { ...asItIs, takeProfit: 1.21 })
      expect(await bracketsOf(id)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ stopPrice: 1.11 }),
          expect.objectContaining({ limitPrice: 1.21 }),
        ]),
      )
      stack.simulator.control.setPrice('EURUSD', 1.13)
      await eventually(stopPrice, (item) => expect(item.stopPrice).toBe(1.12))
    },
  )

  it('a trailing stop that is sent again at its distance goes on trailing from where it has come', async () => {
    const id = await open({ trailingStopPips: 100 })
    const stop = async () =>
      (await panel.ok('GET', ORDERS)).find((item: { parentId?: string }) => item.parentId === id)
    stack.simulator.control.setPrice('EURUSD', 1.12)
    const { id: stopId } = await eventually(stop, (item) => expect(item.stopPrice).toBe(1.11))
    stack.simulator.control.setPrice('EURUSD', 1.115)
    await panel.ok('PUT', `${ORDERS}/${stopId}`, { qty: 0.1, trailingStopPips: 100 })
    expect(await stop()).toMatchObject({ stopPrice: 1.11, isTrailingStop: true })
    await panel.ok('PUT', `${ORDERS}/${stopId}`, { qty: 0.1, trailingStopPips: 120 })
    expect(await stop()).toMatchObject({ stopPrice: 1.103, trailingStopPips: 120 })
  })

  it('when one fills, the position is closed and the other is cancelled', async () => {
    const id = await open({ stopLoss: 1.09, takeProfit: 1.12 })
    stack.simulator.control.setPrice('EURUSD', 1.089)
    await closed(id)
    const after = await bracketsOf(id)
    expect(after).toContainEqual(expect.objectContaining({ type: 'stop', status: 'filled' }))
    expect(after).toContainEqual(expect.objectContaining({ type: 'limit', status: 'cancelled' }))
  })

  it('are cancelled when the position is closed', async () => {
    const id = await open({ stopLoss: 1.09, takeProfit: 1.12 })
    await panel.ok('DELETE', `${POSITIONS}/${id}`)
    await closed(id)
    expect((await bracketsOf(id)).map((item) => item.status)).toEqual(['cancelled', 'cancelled'])
  })

  it('a partly closed position keeps brackets of the remaining quantity', async () => {
    const id = await open({ qty: 0.3, stopLoss: 1.09 })
    await panel.ok('DELETE', `${POSITIONS}/${id}`, { amount: 0.1 })
    await eventually(
      () => bracketsOf(id),
      (items) =>
        expect(items).toContainEqual(expect.objectContaining({ type: 'stop', qty: 0.2, status: 'working' })),
    )
  })

  it('a stop loss above the price of a long is refused and names both prices', async () => {
    const id = await open()
    const errmsg = await panel.refused('PUT', `${POSITIONS}/${id}`, { stopLoss: 1.2 })
    expect(errmsg).toContain('1.2')
    expect(errmsg).toContain('1.1')
  })
})

describe('executions', () => {
  it('tell opening from closing fills and name order and position', async () => {
    const id = await open({ instrument: 'GBPUSD' })
    await panel.ok('DELETE', `${POSITIONS}/${id}`)
    await closed(id)
    const fills = await panel.ok('GET', `${ACCOUNT}/executions?instrument=GBPUSD`)
    expect(fills).toMatchObject([
      { side: 'sell', isClose: true, positionId: id, instrument: 'GBPUSD' },
      { side: 'buy', isClose: false, positionId: id, instrument: 'GBPUSD' },
    ])
    expect(await panel.ok('GET', `${ACCOUNT}/executions?instrument=GBPUSD&maxCount=1`)).toHaveLength(1)
  })
})

describe('profit', () => {
  it('of an open position is told in account currency and adds up in the state', async () => {
    const ben = await stack.panel('ben')
    await ben.ok('POST', '/accounts/700202/orders?requestId=pl1', {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'market',
      qty: 0.01,
    })
    const items: PositionItem[] = await ben.ok('GET', '/accounts/700202/positions')
    const state = await ben.ok('GET', '/accounts/700202/state')
    const sum = items.reduce((total, item) => total + item.unrealizedPl, 0)
    expect(state.unrealizedPl).toBeCloseTo(sum, 0)
    // Loss of the spread on 1,000 units, in yen: hundreds of times the dollar figure.
    expect(Math.abs(sum)).toBeGreaterThan(5)
  })
})
