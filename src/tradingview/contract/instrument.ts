import { z } from 'zod'
import { success } from './envelope.ts'
import { orderDialogCustomFields } from './order-dialog.ts'

/** `crypto` and `cfd` are deprecated since 1.4.10, but still in the list. */
const symbolType = z.enum([
  'stock',
  'dr',
  'right',
  'bond',
  'warrant',
  'structured',
  'index',
  'forex',
  'futures',
  'spot',
  'swap',
  'commodity',
  'crypto',
  'cfd',
])

const percentRule = z.strictObject({
  id: z.enum(['stopPercent', 'limitPercent', 'slPercent', 'tpPercent', 'gsPercent']),
  options: z.strictObject({ min: z.number(), max: z.number() }),
})

const instrumentUi = z.strictObject({
  orderDialogCustomFields: orderDialogCustomFields.optional(),
  validationRules: z.array(percentRule).min(1).optional(),
})

const instrument = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** Quantities are in lots when `lotSize` is given. */
  minQty: z.number().optional(),
  maxQty: z.number().optional(),
  qtyStep: z.number().optional(),
  lotSize: z.number().optional(),
  pipSize: z.number(),
  /** One pip of one unit, in account currency. */
  pipValue: z.number(),
  minTick: z.number(),
  variableMinTick: z.string().optional(),
  baseCurrency: z.string().optional(),
  quoteCurrency: z.string().optional(),
  marginRate: z.number().optional(),
  hasQuotes: z.boolean().optional(),
  units: z.string().optional(),
  type: symbolType,
  /** One text with commas here; a list in the data half. */
  typespecs: z.string().optional(),
  ui: instrumentUi.optional(),
})

/** GET /accounts/{accountId}/instruments */
export const instrumentsAnswer = success(z.array(instrument))
