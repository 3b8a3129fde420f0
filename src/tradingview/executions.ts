import type { Execution } from '../broker/order.ts'
import type { AccountCall } from './endpoint.ts'
import { plain, seconds } from './numbers.ts'
import { maxCountOf, requiredText } from './parse.ts'

/** GET /accounts/{accountId}/executions: the fills of one instrument, drawn on its chart. */
export async function readExecutions({ account, query }: AccountCall) {
  const executions = await account.executions(requiredText(query, 'instrument'), maxCountOf(query))
  return executions.map(renderExecution)
}

export function renderExecution(execution: Execution) {
  return {
    id: execution.id,
    instrument: execution.instrument,
    price: plain(execution.price),
    time: seconds(execution.time),
    qty: plain(execution.qty),
    side: execution.side,
    orderId: execution.orderId,
    ...(execution.positionId === undefined ? {} : { positionId: execution.positionId }),
    isClose: execution.isClose,
  }
}
