import { z } from 'zod'
import { success } from './envelope.ts'

const balance = z.strictObject({
  symbol: z.string(),
  longName: z.string().optional(),
  total: z.number(),
  available: z.number(),
  reserved: z.number().optional(),
  btcValue: z.number().optional(),
  value: z.number().optional(),
  valueCurrency: z.string().optional(),
})

/** GET /accounts/{accountId}/balances: assets of a spot crypto account. */
export const balancesAnswer = success(z.array(balance))
