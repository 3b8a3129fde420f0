import { z } from 'zod'
import { customFieldValues, message, orderType, side } from './common.ts'
import { success } from './envelope.ts'

/** The only object of the contract that may hold more than it names. */
const orderDuration = z.looseObject({ type: z.string(), datetime: z.number().optional() })

const orderShape = {
  id: z.string(),
  instrument: z.string(),
  qty: z.number(),
  side,
  type: orderType,
  filledQty: z.number().optional(),
  avgPrice: z.number().optional(),
  limitPrice: z.number().optional(),
  stopPrice: z.number().optional(),
  /** Not even 0 on an order that does not trail. */
  trailingStopPips: z.number().positive().optional(),
  isTrailingStop: z.boolean().optional(),
  isGuaranteedStop: z.boolean().optional(),
  parentId: z.string().optional(),
  parentType: z.enum(['order', 'position']).optional(),
  duration: orderDuration.optional(),
  /** Unix seconds. */
  lastModified: z.number().optional(),
  customFields: customFieldValues.optional(),
  message: message.optional(),
}

const order = z.strictObject({
  ...orderShape,
  status: z.enum(['placing', 'inactive', 'working', 'rejected', 'filled', 'cancelled']),
})

const finalOrder = z.strictObject({ ...orderShape, status: z.enum(['rejected', 'filled', 'cancelled']) })

/** GET /accounts/{accountId}/orders */
export const ordersAnswer = success(z.array(order))

/** GET /accounts/{accountId}/ordersHistory */
export const ordersHistoryAnswer = success(z.array(finalOrder))

/** POST /accounts/{accountId}/orders. The contract leaves `orderId` optional; every real server sends it. */
export const placeOrderAnswer = success(
  z.strictObject({ orderId: z.string().min(1), transactionId: z.string().optional() }),
)
