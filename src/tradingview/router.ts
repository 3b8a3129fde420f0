import express from 'express'
import { readAccounts } from './accounts.ts'
import { readBalances } from './balances.ts'
import { readConfig } from './config.ts'
import { forAccount, forAction, forSession } from './endpoint.ts'
import { readExecutions } from './executions.ts'
import { readInstruments } from './instruments.ts'
import { getLeverage, previewLeverage, setLeverage } from './leverage.ts'
import { cancelOrder, modifyOrder } from './order-changes.ts'
import { readOrdersHistory } from './orders-history.ts'
import { placeOrder } from './place-order.ts'
import { forPolls, polledRoutes } from './polled.ts'
import { closePosition, modifyPosition } from './position-changes.ts'
import { previewOrder } from './preview-order.ts'
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

  for (const route of Object.values(polledRoutes)) router.get(route.path, forPolls(route))

  router.get(`${account}/instruments`, forAccount(readInstruments))
  router.get(`${account}/ordersHistory`, forAccount(readOrdersHistory))
  router.get(`${account}/executions`, forAccount(readExecutions))
  router.get(`${account}/balances`, forAccount(readBalances))

  router.post(`${account}/previewOrder`, forAccount(previewOrder))
  router.post(`${account}/orders`, forAction(placeOrder))
  router.put(`${account}/orders/:orderId`, forAction(modifyOrder))
  router.delete(`${account}/orders/:orderId`, forAction(cancelOrder))
  router.put(`${account}/positions/:positionId`, forAction(modifyPosition))
  router.delete(`${account}/positions/:positionId`, forAction(closePosition))

  router.post(`${account}/getLeverage`, forAccount(getLeverage))
  router.post(`${account}/previewLeverage`, forAccount(previewLeverage))
  router.post(`${account}/setLeverage`, forAccount(setLeverage))
  router.post(`${account}/trackLatency`, forAccount(trackLatency))

  return router
}
