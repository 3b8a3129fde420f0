import { z } from 'zod'
import { success } from './envelope.ts'

/** POST /accounts/{accountId}/getLeverage */
export const getLeverageAnswer = success(
  z.strictObject({
    title: z.string(),
    leverage: z.number(),
    min: z.number(),
    max: z.number(),
    step: z.number(),
  }),
)

/** POST /accounts/{accountId}/setLeverage */
export const setLeverageAnswer = success(z.strictObject({ leverage: z.number() }))

const sentences = z.array(z.string()).min(1).optional()

/** POST /accounts/{accountId}/previewLeverage */
export const previewLeverageAnswer = success(
  z.strictObject({ infos: sentences, warnings: sentences, errors: sentences }),
)
