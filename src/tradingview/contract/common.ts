import { z } from 'zod'

/** Values that several families of the contract share. */
export const side = z.enum(['buy', 'sell'])

export const orderType = z.enum(['market', 'stop', 'limit', 'stoplimit'])

/** A sentence shown with an order or a position, and in the pop-up about it. */
export const message = z.strictObject({
  text: z.string(),
  type: z.enum(['information', 'warning', 'error']),
})

/** Cells of custom columns, by the id of the column. */
export const customFieldValues = z.array(z.strictObject({ id: z.string(), value: z.string() })).min(1)
