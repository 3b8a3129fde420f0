import { z } from 'zod'
import { side } from './common.ts'
import { success } from './envelope.ts'

const execution = z.strictObject({
  id: z.string(),
  instrument: z.string(),
  price: z.number(),
  /** Unix seconds. */
  time: z.number(),
  qty: z.number(),
  side,
  orderId: z.string(),
  isClose: z.boolean(),
  positionId: z.string().optional(),
  commission: z.number().optional(),
})

/** GET /accounts/{accountId}/executions */
export const executionsAnswer = success(z.array(execution))
