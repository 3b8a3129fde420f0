import { z } from 'zod'
import { accountManager, accountSummaryRow, customFieldColumns } from './account-manager.ts'
import { orderType } from './common.ts'
import { success } from './envelope.ts'

const duration = z.strictObject({
  id: z.string(),
  title: z.string(),
  hasDatePicker: z.boolean().optional(),
  hasTimePicker: z.boolean().optional(),
  default: z.boolean().optional(),
  /** Left out it means limit, stop and stoplimit, but not market. */
  supportedOrderTypes: z.array(orderType).min(1).optional(),
})

export const durations = z
  .array(duration)
  .min(1)
  .refine((all) => all.filter((one) => one.default === true).length <= 1, 'at most one default duration')

const milliseconds = (maximum: number) => z.number().positive().max(maximum).optional()

const pullingInterval = z.strictObject({
  quotes: milliseconds(1000),
  orders: milliseconds(1000),
  positions: milliseconds(1500),
  accountManager: milliseconds(1500),
  balances: milliseconds(1500),
})

/** GET /config */
export const configAnswer = success(
  z.strictObject({
    accountSummaryRow: accountSummaryRow.optional(),
    accountManager: accountManager.optional(),
    durations: durations.optional(),
    orderCustomFields: customFieldColumns.optional(),
    orderHistoryCustomFields: customFieldColumns.optional(),
    positionCustomFields: customFieldColumns.optional(),
    netPositionCustomFields: customFieldColumns.optional(),
    individualPositionCustomFields: customFieldColumns.optional(),
    pullingInterval: pullingInterval.optional(),
  }),
)
