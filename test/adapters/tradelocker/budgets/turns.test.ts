import { describe, expect, it } from 'vitest'
import { Turns } from '../../../../adapters/tradelocker/budgets/turns.ts'
import { ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'

const lane = (owner: string, route: RouteName) => ({ owner, route, priority: ROUTES[route].priority })

/** Everybody's turns until nobody is left, as `owner route`. */
function play(turns: Turns<ReturnType<typeof lane>>): string[] {
  const order: string[] = []
  for (let next = turns.next(); next !== undefined; next = turns.next())
    order.push(`${next.owner} ${next.route}`)
  return order
}

describe('at the ceiling', () => {
  it('the owner of several queues has one turn, not several', () => {
    const turns = new Turns<ReturnType<typeof lane>>()
    for (const route of ['getState', 'getOrders', 'getPositions'] as const) turns.join(lane('ann', route))
    for (const owner of ['bob', 'cho']) turns.join(lane(owner, 'getState'))
    expect(play(turns)).toEqual([
      'ann getState',
      'bob getState',
      'cho getState',
      'ann getOrders',
      'ann getPositions',
    ])
  })

  it('users go before reads, the more important first', () => {
    const turns = new Turns<ReturnType<typeof lane>>()
    for (const route of ['getQuotes', 'getOrders', 'placeOrder', 'cancelOrder', 'closePosition'] as const) {
      turns.join(lane('ann', route))
    }
    expect(play(turns).slice(0, 3)).toEqual(['ann closePosition', 'ann cancelOrder', 'ann placeOrder'])
  })

  it('who joins again keeps the place, who leaves loses it', () => {
    const turns = new Turns<ReturnType<typeof lane>>()
    const [ann, bob, cho] = ['ann', 'bob', 'cho'].map((owner) => lane(owner, 'getState'))
    if (ann === undefined || bob === undefined || cho === undefined) throw new Error('three lanes')
    for (const one of [ann, bob, cho, ann]) turns.join(one)
    turns.leave(bob)
    expect(turns.size).toBe(2)
    expect(play(turns)).toEqual(['ann getState', 'cho getState'])
  })

  it('reads that nobody wanted for a while have saved up no turns', () => {
    const turns = new Turns<ReturnType<typeof lane>>()
    const busy = lane('ann', 'getState')
    for (let i = 0; i < 100; i += 1) {
      turns.join(busy)
      turns.next()
    }
    const order: string[] = []
    const others = [lane('bob', 'getQuotes'), busy]
    for (let i = 0; i < 12; i += 1) {
      for (const one of others) turns.join(one)
      order.push(turns.next()?.route ?? '')
    }
    expect(order.filter((route) => route === 'getQuotes')).toHaveLength(4)
  })
})
