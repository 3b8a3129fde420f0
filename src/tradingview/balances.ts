import type { AccountCall } from './endpoint.ts'

/**
 * GET /accounts/{accountId}/balances lists the assets of a spot crypto account. TradeLocker accounts hold one currency
 * and no assets, so the list is empty; the flag is off and TradingView does not ask.
 */
export async function readBalances(_call: AccountCall) {
  return []
}
