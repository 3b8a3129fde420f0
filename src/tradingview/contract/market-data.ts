import { z } from 'zod'
import { success } from './envelope.ts'

const quote = z.strictObject({
  ask: z.number(),
  bid: z.number(),
  buyPipValue: z.number().optional(),
  sellPipValue: z.number().optional(),
  hardToBorrow: z.boolean().optional(),
  notShortable: z.boolean().optional(),
  halted: z.boolean().optional(),
})

/** GET /quotes: one item per requested symbol, each with its own status. */
export const quotesAnswer = success(
  z.array(z.strictObject({ s: z.enum(['ok', 'error']).optional(), n: z.string(), v: quote })).min(1),
)

const ascendingLevels = z
  .array(z.tuple([z.number(), z.number()]))
  .refine(
    (levels) => levels.every(([price], index) => index === 0 || price >= (levels[index - 1]?.[0] ?? price)),
    'levels ascend by price on both sides',
  )

/** GET /depth: pairs of price and size. */
export const depthAnswer = success(z.strictObject({ asks: ascendingLevels, bids: ascendingLevels }))
