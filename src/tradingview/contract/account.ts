import { z } from 'zod'
import { accountManager, accountSummaryRow, customFieldColumns } from './account-manager.ts'
import { durations } from './config.ts'
import { success } from './envelope.ts'
import { orderDialogCustomFields } from './order-dialog.ts'

/** Every flag that a TradingView panel knows, the two deprecated ones included. */
const accountFlagNames = [
  'showQuantityInsteadOfAmount',
  'supportAddBracketsToExistingOrder',
  'supportBalances',
  'supportBrackets',
  'supportClosePosition',
  'supportCryptoExchangeOrderTicket',
  'supportCustomAccountSummaryRow',
  'supportDOM',
  'supportDigitalSignature',
  'supportDisplayBrokerNameInSymbolSearch',
  'supportEditAmount',
  'supportExecutions',
  'supportGuaranteedStop',
  'supportIndividualPositionBrackets',
  'supportLevel2Data',
  'supportLeverage',
  'supportLeverageButton',
  'supportLimitOrders',
  'supportLogout',
  'supportMarketBrackets',
  'supportMarketOrders',
  'supportModifyBrackets',
  'supportModifyDuration',
  'supportModifyOrder',
  'supportModifyOrderPreview',
  'supportModifyOrderPrice',
  'supportMultiposition',
  'supportNativeReversePosition',
  'supportOrderBrackets',
  'supportOrderCustomFields',
  'supportOrderHistoryCustomFields',
  'supportOrdersHistory',
  'supportPLUpdate',
  'supportPartialCloseIndividualPosition',
  'supportPartialClosePosition',
  'supportPartialOrderExecution',
  'supportPlaceOrderPreview',
  'supportPositionBrackets',
  'supportPositionCustomFields',
  'supportPositionNetting',
  'supportPositions',
  'supportReversePosition',
  'supportStopLimitOrders',
  'supportStopLimitOrdersInBothDirections',
  'supportStopOrders',
  'supportStopOrdersInBothDirections',
  'supportStrictCheckingLimitOrderPrice',
  'supportTrackLatency',
  'supportTrailingStop',
] as const

type AccountFlagName = (typeof accountFlagNames)[number]

const flag = z.boolean().optional()

const flagShape = Object.fromEntries(accountFlagNames.map((name) => [name, flag])) as Record<
  AccountFlagName,
  typeof flag
>

const accountUi = z.strictObject({
  accountSummaryRow: accountSummaryRow.optional(),
  accountManager: accountManager.optional(),
  orderCustomFields: customFieldColumns.optional(),
  orderHistoryCustomFields: customFieldColumns.optional(),
  positionCustomFields: customFieldColumns.optional(),
  netPositionCustomFields: customFieldColumns.optional(),
  individualPositionCustomFields: customFieldColumns.optional(),
  orderDialogCustomFields: orderDialogCustomFields.optional(),
})

const account = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.enum(['live', 'demo']),
  currency: z.string().optional(),
  currencySign: z.string().optional(),
  config: z.strictObject(flagShape),
  ui: accountUi.optional(),
  durations: durations.optional(),
  prefix: z.string().optional(),
  isVerified: z.boolean().optional(),
})

/** GET /accounts: an answer without any account is not allowed. */
export const accountsAnswer = success(z.array(account).min(1))
