import { describe, expect, it } from 'vitest'
import { PUBLISHED_RATE_LIMITS } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'

const names = Object.keys(ROUTES) as RouteName[]
const priority = (route: RouteName) => ROUTES[route].priority

describe('the routes of TradeLocker', () => {
  it('are all 25 operations, each at its own address', () => {
    expect(names).toHaveLength(25)
    expect(new Set(names.map((name) => `${ROUTES[name].method} ${ROUTES[name].path}`)).size).toBe(25)
  })

  it('let a user out first: close, cancel, modify, place, account, market, the rest', () => {
    const order: RouteName[] = [
      'closePosition',
      'cancelOrder',
      'modifyOrder',
      'placeOrder',
      'getPositions',
      'getQuotes',
      'getHistory',
    ]
    const priorities = order.map(priority)
    expect(priorities).toEqual(priorities.toSorted((a, b) => b - a))
    expect(new Set(priorities).size).toBe(order.length)
  })

  it('use every published limit', () => {
    const used = new Set(names.flatMap((name) => ROUTES[name].rateLimitType ?? []))
    expect(used).toEqual(new Set(PUBLISHED_RATE_LIMITS.keys()))
  })

  it('are writes exactly where they are not GETs', () => {
    for (const name of names) expect(ROUTES[name].kind).toBe(ROUTES[name].method === 'GET' ? 'read' : 'write')
  })
})
