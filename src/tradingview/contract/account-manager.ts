import { z } from 'zod'

/** A column of any table of the account panel; also how custom fields are declared. */
const accountManagerColumn = z.strictObject({
  id: z.string(),
  title: z.string(),
  tooltip: z.string().optional(),
  alignment: z.enum(['left', 'right']).optional(),
  isCapitalize: z.boolean().optional(),
})

const accountManagerTable = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  columns: z.array(accountManagerColumn).min(1),
})

/** Tables of the account page; the state's `amData` fills them cell for cell. */
export const accountManager = z.array(accountManagerTable).min(1)

/** Captions that the state's `accountSummaryRowData` fills in the same order. */
export const accountSummaryRow = z.array(z.strictObject({ id: z.string(), title: z.string() })).min(1)

export const customFieldColumns = z.array(accountManagerColumn).min(1)
