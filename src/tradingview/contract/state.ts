import { z } from 'zod'
import { success } from './envelope.ts'

/** GET /accounts/{accountId}/state; money in account currency. */
export const stateAnswer = success(
  z.strictObject({
    balance: z.number(),
    unrealizedPl: z.number(),
    equity: z.number().optional(),
    marginAvailable: z.number().optional(),
    /** Tables of rows of cells; cells are text, never numbers. */
    amData: z
      .array(z.array(z.array(z.string())))
      .min(1)
      .optional(),
    accountSummaryRowData: z.array(z.string()).min(1).optional(),
  }),
)
