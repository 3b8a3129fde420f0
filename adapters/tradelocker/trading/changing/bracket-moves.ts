import type { BracketLevels, OrderChange } from '../../../../src/broker/order.ts'
import { checkBrackets, closingPrice } from '../../../../src/broker/order-rules.ts'
import type { AccountContext } from '../../account/account-context.ts'
import { type BracketLeg, ownPrice, trailingDistance } from '../../book/brackets.ts'
import type { KnownInstrument } from '../../instruments/instruments.ts'
import type { Parts } from '../../parts.ts'
import { marketContext, needsPrice } from '../market-context.ts'
import { stopLossFields, trailingTicks } from '../order-request.ts'
import type { OrderTarget } from './order-target.ts'
import { patchOrder } from './patch-order.ts'
import { sendOnce } from './single-send.ts'

type BracketTarget = Exclude<OrderTarget, { kind: 'order' }>

/**
 * Moves one leg, dragged on the chart or edited in the ticket, and leaves everything else as it is. A bracket's
 * quantity follows what it protects, so only the price counts. @throws broken rules, refusals, outcome_unknown
 */
export async function moveBracket(
  parts: Parts,
  account: AccountContext,
  target: BracketTarget,
  known: KnownInstrument,
  change: OrderChange,
): Promise<void> {
  const levels = legLevels(target.leg, change)
  if (levels === undefined) return
  const { contract } = known
  const needed = target.kind === 'position-bracket' && needsPrice(levels, known)
  const { rules, quote } = await marketContext(parts, account, known, needed)
  const { record } = target
  const side = target.kind === 'order-bracket' ? record.side : target.position.side
  const reference = target.kind === 'order-bracket' ? ownPrice(record) : closingPrice(side, quote)
  const entry = reference ?? 0
  const { trailingStopPips } = levels
  const trailingOffset = trailingStopPips && trailingTicks(trailingStopPips, contract, entry)
  // It trails at that distance already. Sent again it would start anew, further from the market than it has come.
  if (trailingOffset !== undefined && trailingDistance(record)?.value === trailingOffset) return
  const [broken] = checkBrackets(levels, side, reference, contract, rules)
  if (broken !== undefined) throw broken

  if (target.kind === 'order-bracket') {
    const takeProfit =
      levels.takeProfit !== undefined &&
      ({ takeProfit: levels.takeProfit, takeProfitType: 'absolute' } as const)
    return patchOrder(parts, account, record, { ...stopLossFields(levels, contract, entry), ...takeProfit })
  }
  if (trailingOffset !== undefined) {
    const request = { path: { positionId: target.position.id }, body: { trailingOffset } }
    // Whether a stop trails cannot be read back, so an unknown outcome stays unknown.
    return sendOnce(parts, account, 'modifyPosition', request, () => false)
  }
  const { stopLoss: stopPrice, takeProfit: price } = levels
  return patchOrder(parts, account, record, {
    ...(stopPrice !== undefined && { stopPrice }),
    ...(price !== undefined && { price }),
  })
}

/**
 * The level a change of a bracket order means: a stop loss moves by its stop price, a take profit by its limit price.
 * Undefined when neither is given: then the level stays where it is.
 */
function legLevels(leg: BracketLeg, change: OrderChange): BracketLevels | undefined {
  if (leg === 'TP') return change.limitPrice === undefined ? undefined : { takeProfit: change.limitPrice }
  if (change.trailingStopPips !== undefined) return { trailingStopPips: change.trailingStopPips }
  return change.stopPrice === undefined ? undefined : { stopLoss: change.stopPrice }
}
