import { z } from 'zod'
import { accountsAnswer } from './account.ts'
import { authorizeAnswer, logoutAnswer } from './authorization.ts'
import { balancesAnswer } from './balance.ts'
import { configAnswer } from './config.ts'
import { bareSuccess, errorEnvelope } from './envelope.ts'
import { executionsAnswer } from './execution.ts'
import { instrumentsAnswer } from './instrument.ts'
import { getLeverageAnswer, previewLeverageAnswer, setLeverageAnswer } from './leverage.ts'
import { depthAnswer, quotesAnswer } from './market-data.ts'
import { mutationAnswer } from './mutation.ts'
import { ordersAnswer, ordersHistoryAnswer, placeOrderAnswer } from './order.ts'
import { positionsAnswer } from './position.ts'
import { previewOrderAnswer } from './preview.ts'
import { stateAnswer } from './state.ts'

/** What each operation of the trading half answers when it succeeds. */
export const contract: Readonly<Record<string, z.ZodType>> = {
  'POST /authorize': authorizeAnswer,
  'POST /logout': logoutAnswer,
  'GET /config': configAnswer,
  'GET /accounts': accountsAnswer,
  'GET /accounts/{accountId}/instruments': instrumentsAnswer,
  'GET /accounts/{accountId}/state': stateAnswer,
  'GET /accounts/{accountId}/orders': ordersAnswer,
  'POST /accounts/{accountId}/orders': placeOrderAnswer,
  'PUT /accounts/{accountId}/orders/{orderId}': mutationAnswer,
  'DELETE /accounts/{accountId}/orders/{orderId}': mutationAnswer,
  'GET /accounts/{accountId}/ordersHistory': ordersHistoryAnswer,
  'GET /accounts/{accountId}/positions': positionsAnswer,
  'PUT /accounts/{accountId}/positions/{positionId}': mutationAnswer,
  'DELETE /accounts/{accountId}/positions/{positionId}': mutationAnswer,
  'GET /accounts/{accountId}/executions': executionsAnswer,
  'GET /accounts/{accountId}/balances': balancesAnswer,
  'POST /accounts/{accountId}/previewOrder': previewOrderAnswer,
  'POST /accounts/{accountId}/getLeverage': getLeverageAnswer,
  'POST /accounts/{accountId}/previewLeverage': previewLeverageAnswer,
  'POST /accounts/{accountId}/setLeverage': setLeverageAnswer,
  'POST /accounts/{accountId}/trackLatency': bareSuccess,
  'GET /quotes': quotesAnswer,
  'GET /depth': depthAnswer,
}

const segmentsOf = (path: string): string[] => (path.split('?', 1)[0] ?? '').split('/')

const operations = Object.entries(contract).map(([operation, answer]) => {
  const [method = '', path = ''] = operation.split(' ')
  return { method, segments: segmentsOf(path), answer: z.union([answer, errorEnvelope]) }
})

/**
 * The schema of everything an operation may answer with a body: its result, or the error envelope.
 * @param path a pattern (`/accounts/{accountId}/orders`) or a real path, query included
 * @throws when the trading half has no such operation
 */
export function contractFor(method: string, path: string): z.ZodType {
  const wanted = segmentsOf(path)
  const found = operations.find(
    (operation) =>
      operation.method === method.toUpperCase() &&
      operation.segments.length === wanted.length &&
      operation.segments.every((segment, index) => segment.startsWith('{') || segment === wanted[index]),
  )
  if (!found) throw new Error(`The contract of the trading half has no ${method} ${path}.`)
  return found.answer
}
