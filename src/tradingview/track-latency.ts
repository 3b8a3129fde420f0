import { formOf } from '../http/form.ts'
import type { AccountCall } from './endpoint.ts'
import { decimal, requiredChoice, requiredDecimal, requiredText } from './parse.ts'

const transactionTypes = [
  'place_order',
  'modify_order',
  'cancel_order',
  'modify_position',
  'close_position',
  'modify_individual_position',
  'close_individual_position',
  'close_net_position',
] as const

/**
 * POST /accounts/{accountId}/trackLatency: how long a trading request took in the browser. The flag is off; a
 * measurement that arrives all the same is checked, acknowledged and dropped.
 */
export async function trackLatency({ request }: AccountCall) {
  const form = formOf(request)
  requiredText(form, 'transactionId')
  requiredChoice(form, 'transactionType', transactionTypes)
  requiredText(form, 'instrument')
  requiredChoice(form, 'side', ['buy', 'sell'])
  for (const field of ['ask', 'bid', 'timestamp', 'roundTripDuration']) requiredDecimal(form, field)
  for (const field of ['qty', 'roundTripStartTime']) decimal(form, field)
}
