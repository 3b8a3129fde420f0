import type { Account, TradingRules } from '../broker/account.ts'
import { BrokerError } from '../broker/errors.ts'
import type { SessionCall } from './endpoint.ts'
import { currencySign } from './money.ts'

/**
 * GET /accounts. An account whose rules cannot be read is an error of the whole request: guessed flags would show
 * buttons that do not work, or hide some that protect.
 */
export async function readAccounts({ session }: SessionCall) {
  const accounts = await session.accounts()
  // The contract asks for at least one; an error here is shown to the trader in place of the login form.
  if (accounts.length === 0) throw new BrokerError('account_not_active')
  return Promise.all(
    accounts.map(async (account) => {
      const rules = await (await session.account(account.id)).rules()
      return renderAccount(account, rules)
    }),
  )
}

export function renderAccount(account: Account, rules: TradingRules) {
  return {
    id: account.id,
    name: account.name,
    type: account.type,
    currency: account.currency,
    currencySign: currencySign(account.currency),
    config: renderFlags(rules),
  }
}

/** What every TradeLocker account can and cannot do. Flags are written out wherever leaving it to a default would hide a decision. */
const commonFlags = {
  // Order types
  supportMarketOrders: true,
  supportLimitOrders: true,
  supportStopOrders: true,
  supportStopLimitOrders: false,
  supportStopOrdersInBothDirections: false,
  supportGuaranteedStop: false,
  supportStrictCheckingLimitOrderPrice: false,
  supportPartialOrderExecution: true,
  // Changing a working order
  supportModifyOrderPrice: true,
  supportEditAmount: true,
  // Off, it would take away the Modify buttons, and with them changes of price and quantity.
  supportModifyBrackets: true,
  supportModifyDuration: false,
  // Positions: hedging, each closed on its own and never turned round in one step
  supportPositions: true,
  supportPositionNetting: false,
  supportMultiposition: true,
  supportClosePosition: true,
  supportReversePosition: false,
  supportNativeReversePosition: false,
  // The server sends unrealizedPl
  supportPLUpdate: true,
  // Further endpoints
  supportOrdersHistory: true,
  supportExecutions: true,
  supportBalances: false,
  supportPlaceOrderPreview: true,
  supportModifyOrderPreview: true,
  supportLeverage: true,
  supportLeverageButton: true,
  supportDOM: true,
  supportLevel2Data: true,
  supportLogout: true,
  supportTrackLatency: false,
  supportCustomAccountSummaryRow: true,
} as const

export function renderFlags(rules: TradingRules) {
  return {
    ...commonFlags,
    supportOrderBrackets: rules.brackets,
    supportPositionBrackets: rules.brackets,
    supportMarketBrackets: rules.brackets,
    supportAddBracketsToExistingOrder: rules.brackets,
    // A trailing stop is a bracket.
    supportTrailingStop: rules.brackets && rules.trailingStop,
    supportPartialClosePosition: rules.partialClose,
  }
}
