import { z } from 'zod'

/** A business error. Sent with HTTP 200; `errmsg` is shown to the trader as it is. */
export const errorEnvelope = z.strictObject({ s: z.literal('error'), errmsg: z.string().min(1) })

/** What a mutation without a result answers. */
export const bareSuccess = z.strictObject({ s: z.literal('ok') })

/** The usual envelope around `result`. */
export const success = <T extends z.ZodType>(result: T) => z.strictObject({ s: z.literal('ok'), d: result })
