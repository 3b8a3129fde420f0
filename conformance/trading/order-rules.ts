import type { Order } from './shapes.ts'

const hasLimit = ({ type }: Order): boolean => type === 'limit' || type === 'stoplimit'
const hasStop = ({ type }: Order): boolean => type === 'stop' || type === 'stoplimit'
const isLive = ({ status }: Order): boolean => status === 'working' || status === 'inactive'

/** What breaks a rule, and what is to be said about it. */
const RULES: readonly { breaks: (order: Order) => boolean; says: (order: Order) => string }[] = [
  {
    breaks: ({ trailingStopPips, isTrailingStop }) =>
      trailingStopPips !== undefined && isTrailingStop !== true,
    says: ({ trailingStopPips }) =>
      `trailingStopPips: expected none on an order that is no trailing stop, received ${trailingStopPips}`,
  },
  {
    breaks: ({ isTrailingStop, type }) => isTrailingStop === true && type !== 'stop',
    says: ({ type }) => `isTrailingStop: expected only on orders of type stop, received on ${type}`,
  },
  {
    breaks: (order) => !hasLimit(order) && order.limitPrice !== undefined,
    says: ({ limitPrice }) =>
      `limitPrice: expected only on limit and stoplimit orders, received ${limitPrice}`,
  },
  {
    breaks: (order) => !hasStop(order) && order.stopPrice !== undefined,
    says: ({ stopPrice }) => `stopPrice: expected only on stop and stoplimit orders, received ${stopPrice}`,
  },
  {
    breaks: (order) => isLive(order) && hasLimit(order) && order.limitPrice === undefined,
    says: () => 'limitPrice: expected on what may still be filled, received none',
  },
  {
    breaks: (order) =>
      isLive(order) && hasStop(order) && order.stopPrice === undefined && order.isTrailingStop !== true,
    says: () => 'stopPrice: expected on what may still be filled, received none',
  },
  {
    breaks: ({ status, avgPrice }) => status === 'filled' && avgPrice === undefined,
    says: () => 'avgPrice: expected on what is filled, received none',
  },
  {
    breaks: ({ parentId, parentType }) => (parentId === undefined) !== (parentType === undefined),
    says: ({ parentId }) =>
      `expected parentId and parentType together, received ${parentId ? 'no parentType' : 'no parentId'}`,
  },
  {
    breaks: ({ status, parentId }) => status === 'inactive' && parentId === undefined,
    says: () => 'parentId: expected on what waits for its parent, received none',
  },
]

/** @returns a sentence about what the fields of an order must not be together */
export function brokenOrder(order: Order): string | undefined {
  const broken = RULES.find(({ breaks }) => breaks(order))
  return broken && `order ${order.id} (${order.type}, ${order.status}): ${broken.says(order)}`
}

/** @returns a sentence about orders that do not go together */
export function brokenOrders(orders: readonly Order[]): string | undefined {
  const byId = new Map(orders.map((order) => [order.id, order]))
  if (byId.size < orders.length) {
    const twice = orders.find((order, index) => orders.findIndex(({ id }) => id === order.id) !== index)
    return `order ${twice?.id}: expected once, received several times`
  }
  for (const order of orders) {
    const parent = order.parentType === 'order' ? byId.get(order.parentId ?? '') : undefined
    if (parent !== undefined && parent.side === order.side)
      return `order ${order.id}: expected the side opposite to that of its parent ${parent.id}, received ${order.side} too`
  }
  return surplusBracket(orders)
}

/** A parent has at most one stop loss and one take profit that are alive. */
function surplusBracket(orders: readonly Order[]): string | undefined {
  const seen = new Map<string, Order>()
  for (const order of orders) {
    if (order.parentId === undefined || !(order.status === 'working' || order.status === 'inactive')) continue
    const key = `${order.parentType} ${order.parentId} ${order.type}`
    const other = seen.get(key)
    if (other !== undefined)
      return `orders ${other.id} and ${order.id}: expected at most one live ${order.type} bracket of the ${order.parentType} ${order.parentId}`
    seen.set(key, order)
  }
  return undefined
}
