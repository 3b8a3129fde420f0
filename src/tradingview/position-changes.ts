import type { Request } from 'express'
import { BrokerError } from '../broker/errors.ts'
import type { BracketLevels } from '../broker/order.ts'
import { type FormFields, formOf } from '../http/form.ts'
import { RequestError } from '../http/request-error.ts'
import { type AccountCall, pathParameter } from './endpoint.ts'
import { aboveZero, invalid, isBlank, isId } from './parse.ts'
import { checkPricesSeen, levelsOf, refuse } from './ticket.ts'

/** PUT /accounts/{accountId}/positions/{positionId}: sets or moves the protective levels. */
export async function modifyPosition({ account, request }: AccountCall) {
  const positionId = positionIdOf(request)
  await account.modifyPosition(positionId, newLevelsOf(formOf(request)))
}

/**
 * DELETE /accounts/{accountId}/positions/{positionId}: closes the position, or `amount` lots of it. An amount that is
 * there but cannot be read, or stands in the wrong place, is refused: read as "none" it would close everything.
 */
export async function closePosition({ account, query, request }: AccountCall) {
  const positionId = positionIdOf(request)
  if (query.amount !== undefined) throw invalid('amount', 'in_body')
  await account.closePosition(positionId, aboveZero(formOf(request), 'amount'))
}

/** @throws RequestError field_missing when there is nothing to change */
function newLevelsOf(form: FormFields): BracketLevels {
  // A side asks to turn the position round in one step, which a hedging account cannot do.
  if (!isBlank(form, 'side')) refuse('reversing')
  checkPricesSeen(form)
  const levels = levelsOf(form)
  if (Object.values(levels).every((level) => level === undefined)) {
    throw new RequestError('field_missing', { field: 'stopLoss' })
  }
  return levels
}

function positionIdOf(request: Request): string {
  const positionId = pathParameter(request, 'positionId')
  if (!isId(positionId)) throw new BrokerError('position_not_found')
  return positionId
}
