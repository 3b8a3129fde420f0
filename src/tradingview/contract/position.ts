import { z } from 'zod'
import { customFieldValues, message, side } from './common.ts'
import { success } from './envelope.ts'

const position = z.strictObject({
  id: z.string(),
  instrument: z.string(),
  /** 0 says that the position is closed. */
  qty: z.number().nonnegative(),
  side,
  avgPrice: z.number(),
  unrealizedPl: z.number().optional(),
  message: message.optional(),
  customFields: customFieldValues.optional(),
})

/** GET /accounts/{accountId}/positions */
export const positionsAnswer = success(z.array(position))
