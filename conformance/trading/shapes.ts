import { z } from 'zod'

/*
 * What the trading half answers, by the published specification 1.4.14. Strict on purpose: fields it does not know are
 * told as warnings.
 */

const side = z.enum(['buy', 'sell'])
const orderType = z.enum(['market', 'stop', 'limit', 'stoplimit'])
const message = z.strictObject({ text: z.string(), type: z.enum(['information', 'warning', 'error']) })
const customFields = z.array(z.strictObject({ id: z.string(), value: z.string() })).min(1)
const text = z.string().min(1)

/** Unix seconds: what is as large as milliseconds are is refused. */
const seconds = z.number().positive().max(100_000_000_000, { error: 'a time in Unix seconds' })

const column = z.strictObject({
  id: text,
  title: z.string(),
  tooltip: z.string().optional(),
  alignment: z.enum(['left', 'right']).optional(),
  isCapitalize: z.boolean().optional(),
})
const columns = z.array(column).min(1).optional()

const tables = z
  .array(z.strictObject({ id: text, title: z.string().optional(), columns: z.array(column).min(1) }))
  .min(1)
const summaryRow = z.array(z.strictObject({ id: text, title: z.string() })).min(1)

const durations = z
  .array(
    z.strictObject({
      id: text,
      title: z.string(),
      hasDatePicker: z.boolean().optional(),
      hasTimePicker: z.boolean().optional(),
      default: z.boolean().optional(),
      supportedOrderTypes: z.array(orderType).min(1).optional(),
    }),
  )
  .min(1)
  .refine((all) => all.filter((one) => one.default === true).length <= 1, 'at most one default duration')

const interval = (maximum: number) => z.number().positive().max(maximum).optional()

const ui = {
  accountSummaryRow: summaryRow.optional(),
  accountManager: tables.optional(),
  orderCustomFields: columns,
  orderHistoryCustomFields: columns,
  positionCustomFields: columns,
  netPositionCustomFields: columns,
  individualPositionCustomFields: columns,
}

export const configShape = z.strictObject({
  ...ui,
  durations: durations.optional(),
  pullingInterval: z
    .strictObject({
      quotes: interval(1000),
      orders: interval(1000),
      positions: interval(1500),
      accountManager: interval(1500),
      balances: interval(1500),
    })
    .optional(),
})

const account = z.strictObject({
  id: text,
  name: text,
  type: z.enum(['live', 'demo']),
  currency: text.optional(),
  currencySign: text.optional(),
  config: z.record(z.string(), z.boolean()),
  ui: z
    .strictObject({ ...ui, orderDialogCustomFields: z.array(z.looseObject({ id: text })).optional() })
    .optional(),
  durations: durations.optional(),
  prefix: z.string().optional(),
  isVerified: z.boolean().optional(),
})

export const accountsShape = z.array(account)

export type Account = z.infer<typeof account>

const percentRule = z.strictObject({
  id: z.enum(['stopPercent', 'limitPercent', 'slPercent', 'tpPercent', 'gsPercent']),
  options: z.strictObject({ min: z.number(), max: z.number() }),
})

/** The asset classes of the specification, in both halves. */
export const SYMBOL_TYPES = [
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
] as const

/** One class or several, joined by commas. */
export const TYPESPECS = /^(cfd|spreadbet|crypto)(,(cfd|spreadbet|crypto))*$/

const instrument = z.strictObject({
  name: text,
  description: z.string(),
  minQty: z.number().positive().optional(),
  maxQty: z.number().positive().optional(),
  qtyStep: z.number().positive().optional(),
  lotSize: z.number().positive().optional(),
  pipSize: z.number().positive(),
  pipValue: z.number().positive(),
  minTick: z.number().positive(),
  variableMinTick: text.optional(),
  baseCurrency: text.optional(),
  quoteCurrency: text.optional(),
  marginRate: z.number().optional(),
  hasQuotes: z.boolean().optional(),
  units: z.string().optional(),
  type: z.enum(SYMBOL_TYPES),
  typespecs: z.string().regex(TYPESPECS, { error: 'one or more of cfd, spreadbet, crypto' }).optional(),
  ui: z
    .strictObject({
      orderDialogCustomFields: z.array(z.looseObject({ id: text })).optional(),
      validationRules: z.array(percentRule).min(1).optional(),
    })
    .optional(),
})

export const instrumentsShape = z.array(instrument)

export type Instrument = z.infer<typeof instrument>

export const stateShape = z.strictObject({
  balance: z.number(),
  unrealizedPl: z.number(),
  equity: z.number().optional(),
  marginAvailable: z.number().optional(),
  amData: z
    .array(z.array(z.array(z.string())))
    .min(1)
    .optional(),
  accountSummaryRowData: z.array(z.string()).min(1).optional(),
})

const order = {
  id: text,
  instrument: text,
  qty: z.number().positive(),
  side,
  type: orderType,
  filledQty: z.number().nonnegative().optional(),
  avgPrice: z.number().optional(),
  limitPrice: z.number().optional(),
  stopPrice: z.number().optional(),
  trailingStopPips: z.number().optional(),
  isTrailingStop: z.boolean().optional(),
  isGuaranteedStop: z.boolean().optional(),
  parentId: text.optional(),
  parentType: z.enum(['order', 'position']).optional(),
  duration: z.looseObject({ type: text, datetime: seconds.optional() }).optional(),
  lastModified: seconds.optional(),
  customFields: customFields.optional(),
  message: message.optional(),
}

const FINAL = ['rejected', 'filled', 'cancelled'] as const

const liveOrder = z.strictObject({ ...order, status: z.enum(['placing', 'inactive', 'working', ...FINAL]) })

export const ordersShape = z.array(liveOrder)

export type Order = z.infer<typeof liveOrder>

export const ordersHistoryShape = z.array(z.strictObject({ ...order, status: z.enum(FINAL) }))

export const positionsShape = z.array(
  z.strictObject({
    id: text,
    instrument: text,
    qty: z.number().nonnegative(),
    side,
    avgPrice: z.number(),
    unrealizedPl: z.number().optional(),
    message: message.optional(),
    customFields: customFields.optional(),
  }),
)

export const executionsShape = z.array(
  z.strictObject({
    id: text,
    instrument: text,
    price: z.number(),
    time: seconds,
    qty: z.number().positive(),
    side,
    orderId: text,
    isClose: z.boolean(),
    positionId: text.optional(),
    commission: z.number().optional(),
  }),
)

export const balancesShape = z.array(
  z.strictObject({
    symbol: text,
    longName: z.string().optional(),
    total: z.number(),
    available: z.number(),
    reserved: z.number().optional(),
    btcValue: z.number().optional(),
    value: z.number().optional(),
    valueCurrency: z.string().optional(),
  }),
)

export const quotesShape = z
  .array(
    z.strictObject({
      s: z.enum(['ok', 'error']).optional(),
      n: z.string(),
      v: z.strictObject({
        ask: z.number(),
        bid: z.number(),
        buyPipValue: z.number().optional(),
        sellPipValue: z.number().optional(),
        hardToBorrow: z.boolean().optional(),
        notShortable: z.boolean().optional(),
        halted: z.boolean().optional(),
      }),
    }),
  )
  .min(1)

const levels = z.array(z.tuple([z.number(), z.number()]))

export const depthShape = z.strictObject({ asks: levels, bids: levels })

export const mappingShape = z.strictObject({
  symbols: z.array(
    z.strictObject({
      f: z.array(text).length(1, { error: 'exactly one broker symbol' }),
      s: z.string().regex(/^[^:]+:.+$/, { error: 'EXCHANGE:NAME' }),
    }),
  ),
  fields: z.tuple([z.literal('brokerSymbol')]),
})

export const placedShape = z.strictObject({ orderId: text, transactionId: z.string().optional() })
