import { BrokerError } from '../../src/broker/errors.ts'
import type { BracketLevels } from '../../src/broker/order.ts'
import { checkBrackets, checkQty, closingPrice } from '../../src/broker/order-rules.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountContext } from './account-context.ts'
import type { PositionRecord } from './order-records.ts'
import { trailingTicks } from './order-request.ts'
import type { Parts } from './parts.ts'
import { sendOnce } from './single-send.ts'

/**
 * Sets or moves levels of an open position; an absent level stays.
 * @throws position_not_found, broken rules, refusals, outcome_unknown
 */
export async function modifyPosition(
  parts: Parts,
  account: AccountContext,
  positionId: string,
  levels: BracketLevels,
): Promise<void> {
  const position = openPosition(await parts.books.book(account), positionId)
  const names = await parts.instruments.names(account)
  const { contract, listed } = await parts.instruments.known(account, names.nameOf(position.instrumentId))
  const [rules, quote] = await Promise.all([
    parts.directory.rules(account),
    parts.quotes.quote(account, listed).catch(() => undefined),
  ])
  const reference = closingPrice(position.side, quote)
  const [broken] = checkBrackets(levels, position.side, reference, contract, rules)
  if (broken !== undefined) throw broken

  const { stopLoss, takeProfit, trailingStopPips } = levels
  const trailingOffset =
    trailingStopPips === undefined
      ? undefined
      : trailingTicks(trailingStopPips, contract, reference ?? position.avgPrice)
  const body = {
    ...(stopLoss !== undefined && { stopLoss }),
    ...(takeProfit !== undefined && { takeProfit }),
    ...(trailingOffset !== undefined && { trailingOffset }),
  }
  const carriedOut = (book: AccountBook) =>
    trailingOffset === undefined && hasLevels(book, positionId, levels)
  await sendOnce(parts, account, 'modifyPosition', { path: { positionId }, body }, carriedOut)
}

/**
 * Closes a position or a part of it. Closing is asynchronous upstream: success means that the closing order was placed.
 * @param qty lots; undefined closes everything
 * @throws position_not_found, partial_close_unsupported, close_qty_above_position, qty_*, refusals, outcome_unknown
 */
export async function closePosition(
  parts: Parts,
  account: AccountContext,
  positionId: string,
  qty: number | undefined,
): Promise<void> {
  const position = openPosition(await parts.books.book(account), positionId)
  const part = qty === undefined || qty === position.qty ? undefined : qty
  if (part !== undefined) await checkPart(parts, account, position, part)
  const isSmaller = (book: AccountBook) => {
    const left = book.positions.find(({ id }) => id === positionId)
    return left === undefined || left.qty < position.qty
  }
  // 0 closes whatever is left, so a fill in the meantime cannot leave a remainder.
  const request = { path: { positionId }, body: { qty: part ?? 0 } }
  await sendOnce(parts, account, 'closePosition', request, isSmaller)
}

async function checkPart(
  parts: Parts,
  account: AccountContext,
  position: PositionRecord,
  qty: number,
): Promise<void> {
  const names = await parts.instruments.names(account)
  const { contract } = await parts.instruments.known(account, names.nameOf(position.instrumentId))
  const { partialClose } = await parts.directory.rules(account)
  const [broken] = checkQty(qty, contract)
  if (broken !== undefined) throw broken
  if (qty > position.qty) {
    throw new BrokerError('close_qty_above_position', { params: { qty, open: position.qty } })
  }
  if (!partialClose) throw new BrokerError('partial_close_unsupported')
}

function openPosition(book: AccountBook, positionId: string): PositionRecord {
  const position = book.positions.find(({ id }) => id === positionId)
  if (position === undefined) throw new BrokerError('position_not_found', { params: { positionId } })
  return position
}

/** Do the position's linked orders carry the wanted prices? */
function hasLevels(book: AccountBook, positionId: string, { stopLoss, takeProfit }: BracketLevels): boolean {
  const position = book.positions.find(({ id }) => id === positionId)
  const order = (id: string | undefined) => book.working.find((record) => record.id === id)
  return (
    position !== undefined &&
    (stopLoss === undefined || order(position.stopLossId)?.stopPrice === stopLoss) &&
    (takeProfit === undefined || order(position.takeProfitId)?.price === takeProfit)
  )
}
