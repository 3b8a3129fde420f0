import express from 'express'
import { readAccounts } from './accounts.ts'
import { readBalances } from './balances.ts'
import { readConfig } from './config.ts'
import { readDepth } from './depth.ts'
import { forAccount, forQueriedAccount, forSession } from './endpoint.ts'
import { readExecutions } from './executions.ts'
import { readInstruments } from './instruments.ts'
import { getLeverage, previewLeverage, setLeverage } from './leverage.ts'
import { cancelOrder, modifyOrder } from './order-changes.ts'
import { readOrders } from './orders.ts'
import { readOrdersHistory } from './orders-history.ts'
import { placeOrder } from './place-order.ts'
import { closePosition, modifyPosition } from './position-changes.ts'
import { readPositions } from './positions.ts'
import { previewOrder } from './preview-order.ts'
import { readQuotes } from './quotes.ts'
import { readState } from './state.ts'
import { trackLatency } from './track-latency.ts'

/**
 * What TradingView's panel calls after the login. Must stand behind `guardRoutes`, which answers other methods and
 * addresses, behind `requireSession` and behind `readForm`.
 */
export function createTradingRouter(): express.Router {
  const router = express.Router()
  const account = '/accounts/:accountId'

  router.get('/config', forSession(readConfig))
  router.get('/accounts', forSession(readAccounts))

  router.get(`${account}/instruments`, forAccount(readInstruments))
  router.get(`${account}/state`, forAccount(readState))
  router.get(`${account}/orders`, forAccount(readOrders))
  router.get(`${account}/ordersHistory`, forAccount(readOrdersHistory))
  router.get(`${account}/positions`, forAccount(readPositions))
  router.get(`${account}/executions`, forAccount(readExecutions))
  router.get(`${account}/balances`, forAccount(readBalances))

  router.post(`${account}/previewOrder`, forAccount(previewOrder))
  router.post(`${account}/orders`, forAccount(placeOrder))
  router.put(`${account}/orders/:orderId`, forAccount(modifyOrder))
  router.delete(`${account}/orders/:orderId`, forAccount(cancelOrder))
  router.put(`${account}/positions/:positionId`, forAccount(modifyPosition))
  router.delete(`${account}/positions/:positionId`, forAccount(closePosition))

  router.post(`${account}/getLeverage`, forAccount(getLeverage))
  router.post(`${account}/previewLeverage`, forAccount(previewLeverage))
  router.post(`${account}/setLeverage`, forAccount(setLeverage))
  router.post(`${account}/trackLatency`, forAccount(trackLatency))

  router.get('/quotes', forQueriedAccount(readQuotes))
  router.get('/depth', forQueriedAccount(readDepth))

  return router
}
