import type { Account } from './accounts.ts'
import { cents, type Money } from './money.ts'
import { DAY } from './prices.ts'
import type { AccountColumn } from './trade-config.ts'

/** The figures of GET …/state, in account currency. They agree with one another and with the position rows. */
export function accountFigures(account: Account, money: Money, now: number): Record<AccountColumn, number> {
  const positions = [...account.positions.values()]
  const openResult = cents(positions.reduce((sum, position) => sum + money.openResult(account, position), 0))
  const margin = cents(boundMargin(account, money))
  const balance = cents(account.balance)
  const equity = cents(balance + openResult)
  const available = cents(equity - margin)
  const today = account.statistics.day === Math.floor(now / DAY) ? account.statistics : undefined
  const gross = cents(today?.gross ?? 0)
  return {
    balance,
    projectedBalance: equity,
    availableFunds: available,
    blockedBalance: 0,
    cashBalance: balance,
    unsettledCash: 0,
    withdrawalAvailable: Math.max(0, Math.min(balance, available)),
    stocksValue: 0,
    optionValue: 0,
    initialMarginReq: margin,
    maintMarginReq: cents(margin / 2),
    marginWarningLevel: equity > 0 ? cents((margin / equity) * 100) : 0,
    blockedForStocks: 0,
    stockOrdersReq: 0,
    stopOutLevel: 0,
    warningMarginReq: 0,
    marginBeforeWarning: available,
    todayGross: gross,
    todayNet: gross,
    todayFees: 0,
    todayVolume: today?.volume ?? 0,
    todayTradesCount: today?.trades ?? 0,
    openGrossPnL: openResult,
    openNetPnL: openResult,
    positionsCount: positions.length,
    ordersCount: account.working.size,
  }
}

/** Positions bind margin at their opening price, waiting entry orders at the price they wait for. */
function boundMargin(account: Account, money: Money): number {
  let margin = 0
  for (const { instrument, qty, avgPrice } of account.positions.values())
    margin += money.margin(account, instrument, qty, avgPrice)
  for (const order of account.working.values()) {
    if (order.role !== 'entry') continue
    const price = order.price ?? order.stopPrice ?? 0
    margin += money.margin(account, order.instrument, order.qty - order.filledQty, price)
  }
  return margin
}
