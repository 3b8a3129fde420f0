import { accountFigures } from '../account-state.ts'
import type { AccountCall } from '../calls.ts'
import { DAY } from '../prices.ts'
import { ok, okTable } from '../replies.ts'
import { executionRow, idWriter } from '../rows.ts'
import type { Simulation } from '../simulation.ts'
import { renderTradeConfig } from '../trade-config.ts'

/** No broker risk rule is set on any simulated account. */
const riskRules = {
  balanceRelativeDrawdown: null,
  dailyLossLimit: null,
  dailyProfitTarget: null,
  maxDrawdownLevel: null,
  maxOrderAmount: null,
  maxOrderCapital: null,
  maxOrdersCount: null,
  maxPendingOrdersNumber: null,
  maxPositionsNumber: null,
  maxTrailingDrawdown: null,
  positionLossLimit: null,
  totalMaxPositionQty: null,
  unrealizedLossLimit: null,
  weeklyLossLimit: null,
}

/** Configuration, rules, state and fills of an account. */
export function accountHandlers(simulation: Simulation) {
  const { clock, venue } = simulation
  return {
    getConfigUsingGET() {
      return ok(renderTradeConfig(simulation.columns(), simulation.rateLimits, simulation.historyRows))
    },

    getAccounts({ user, account }: AccountCall) {
      const { id, name, currency, status, tradingRules } = account
      const type = user.server.endsWith('DEMO') ? 'DEMO' : 'LIVE'
      return ok([{ id, name, type, currency, status, tradingRules, riskRules }])
    },

    getState({ account }: AccountCall) {
      const figures = accountFigures(account, venue.money, clock.now())
      return ok({ accountDetailsData: simulation.columns().accountDetails.map((column) => figures[column]) })
    },

    /** The "current session" of the real route is taken as the last 24 hours. */
    getExecutions({ user, account }: AccountCall) {
      const since = clock.now() - DAY
      const recent = account.executions.filter((execution) => execution.createdDate >= since)
      const writeId = idWriter(user.quirks.bareIds ?? false)
      const { filledOrders } = simulation.columns()
      return okTable(
        'executions',
        recent.map((execution) => executionRow(execution, filledOrders, writeId)),
      )
    },
  }
}
