import type { AccountCall } from '../calls.ts'
import { checkedTag } from '../order-request.ts'
import type { Position } from '../orders.ts'
import { numberOf, optionalInteger } from '../parameters.ts'
import { closeAllPositions, closePosition, modifyPosition } from '../position-desk.ts'
import { Refusal } from '../problems.ts'
import { ok, okTable } from '../replies.ts'
import { idWriter, positionRow } from '../rows.ts'
import type { Simulation } from '../simulation.ts'

/** Listing, changing and closing positions. */
export function positionHandlers(simulation: Simulation) {
  const { venue } = simulation
  const table = ({ user, account }: AccountCall, positions: readonly Position[]) => {
    const writeId = idWriter(user.quirks.bareIds ?? false)
    const columns = simulation.columns().positions
    return okTable(
      'positions',
      positions.map((position) => positionRow(position, columns, writeId, account, venue.money)),
    )
  }
  return {
    getPositions(call: AccountCall) {
      return table(call, [...call.account.positions.values()])
    },

    modifyPosition(call: AccountCall) {
      modifyPosition(venue, call.account, openPosition(call), call.body)
      simulation.match(call.account)
      return ok()
    },

    closePosition(call: AccountCall) {
      const qty = numberOf(call.body, 'qty')
      if (qty === undefined || qty === null) throw new Refusal('{qty=[must not be null]}')
      const strategyId = checkedTag(call.query.get('strategyId'))
      closePosition(venue, call.account, openPosition(call), qty, strategyId)
      simulation.match(call.account)
      return ok()
    },

    closeAllPositions(call: AccountCall) {
      const closing = closeAllPositions(venue, call.account, {
        instrumentId: optionalInteger(call.query, 'tradableInstrumentId'),
        strategyId: call.query.get('strategyId'),
      })
      const reply = table(call, closing)
      simulation.match(call.account)
      return reply
    },
  }
}

function openPosition({ account, parameters: { positionId = '' } }: AccountCall): Position {
  const position = account.positions.get(positionId)
  if (!position) throw new Refusal(`Position ${positionId} not found.`)
  return position
}
