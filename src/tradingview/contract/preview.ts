import { z } from 'zod'
import { success } from './envelope.ts'

const section = z.strictObject({
  header: z.string().optional(),
  rows: z.array(z.strictObject({ title: z.string(), value: z.string() })),
})

/** POST /accounts/{accountId}/previewOrder */
export const previewOrderAnswer = success(
  z.strictObject({
    /** Comes back as a query parameter when the trader confirms. */
    confirmId: z.string().optional(),
    sections: z.array(section),
    warnings: z.array(z.string()).optional(),
    errors: z.array(z.string()).optional(),
  }),
)
