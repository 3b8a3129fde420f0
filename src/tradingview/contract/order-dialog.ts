import { z } from 'zod'

const comboBox = z.strictObject({
  id: z.string(),
  title: z.string(),
  saveToSettings: z.boolean().optional(),
  mutable: z.boolean().optional(),
  forceUserEnterInitialValue: z.boolean().optional(),
  items: z.array(z.strictObject({ text: z.string(), value: z.string() })).min(1),
})

const checkbox = z.strictObject({
  id: z.string(),
  title: z.string(),
  saveToSettings: z.boolean().optional(),
  help: z.string().optional(),
  checked: z.boolean().optional(),
  mutable: z.boolean().optional(),
})

/** Extra inputs of the order ticket; their ids come back as form fields. */
export const orderDialogCustomFields = z.strictObject({
  comboBox: z.array(comboBox).min(1).optional(),
  checkbox: z.array(checkbox).optional(),
})
