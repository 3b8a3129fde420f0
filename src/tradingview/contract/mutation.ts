import { z } from 'zod'

/** What modifying, cancelling and closing answer; `transactionId` only where latency is tracked. */
export const mutationAnswer = z.strictObject({
  s: z.literal('ok'),
  d: z.strictObject({ transactionId: z.string().optional() }).optional(),
})
