import { z } from 'zod'

const mappingAnswer = z.strictObject({
  symbols: z.array(z.strictObject({ f: z.tuple([z.string()]), s: z.string() })),
  fields: z.tuple([z.literal('brokerSymbol')]),
})

/** What each operation of the data half answers when it succeeds. */
export const dataContract: Readonly<Record<string, z.ZodType>> = {
  'GET /mapping': mappingAnswer,
}
