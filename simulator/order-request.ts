import type { Brackets, OrderType, Side, StopLossType, TakeProfitType } from './orders.ts'
import { type Body, numberOf, textOf } from './parameters.ts'
import { Refusal } from './problems.ts'

/** The body of POST …/orders, read but not yet checked against instrument and account. */
export interface OrderRequest extends Brackets {
  readonly tradableInstrumentId: number
  readonly routeId: number
  readonly qty: number
  readonly side: Side
  readonly type: OrderType
  readonly validity: string
  readonly price: number | null
  readonly stopPrice: number | null
  readonly strategyId: string | null
}

const MAX_STRATEGY_ID = 31

export function readOrderRequest(body: Body): OrderRequest {
  return {
    tradableInstrumentId: present(numberOf(body, 'tradableInstrumentId'), 'tradableInstrumentId'),
    routeId: present(numberOf(body, 'routeId'), 'routeId'),
    qty: present(numberOf(body, 'qty'), 'qty'),
    side: oneOf(body, 'side', ['buy', 'sell']),
    type: oneOf(body, 'type', ['market', 'limit', 'stop']),
    validity: present(textOf(body, 'validity'), 'validity'),
    price: level(body, 'price'),
    stopPrice: level(body, 'stopPrice'),
    strategyId: checkedTag(textOf(body, 'strategyId') ?? null),
    ...readBrackets(body),
  }
}

/** A client's tag of at most 31 characters; longer ones are refused. */
export function checkedTag(strategyId: string | null): string | null {
  if (strategyId !== null && strategyId.length > MAX_STRATEGY_ID)
    throw new Refusal(`{strategyId=[length must be between 0 and ${MAX_STRATEGY_ID}]}`)
  return strategyId
}

/** Brackets of an order body; a level without its type is refused. Zero and null mean none. */
export function readBrackets(body: Body): Brackets {
  const stopLoss = level(body, 'stopLoss')
  const takeProfit = level(body, 'takeProfit')
  const stopLossTypes: readonly StopLossType[] = ['absolute', 'offset', 'trailingOffset']
  const takeProfitTypes: readonly TakeProfitType[] = ['absolute', 'offset']
  return {
    stopLoss,
    stopLossType: stopLoss === null ? null : oneOf(body, 'stopLossType', stopLossTypes),
    takeProfit,
    takeProfitType: takeProfit === null ? null : oneOf(body, 'takeProfitType', takeProfitTypes),
  }
}

function level(body: Body, name: string): number | null {
  return numberOf(body, name) || null
}

function present<Value>(value: Value | null | undefined, name: string): Value {
  if (value === null || value === undefined) throw new Refusal(`{${name}=[must not be null]}`)
  return value
}

function oneOf<Text extends string>(body: Body, name: string, allowed: readonly Text[]): Text {
  const value = present(textOf(body, name), name)
  const found = allowed.find((text) => text === value)
  if (found === undefined) throw new Refusal(`{${name}=[must be one of ${allowed.join(', ')}]}`)
  return found
}
