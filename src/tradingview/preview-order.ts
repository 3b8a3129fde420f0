import type { OrderTicket } from '../broker/order.ts'
import type { OrderPreview } from '../broker/preview.ts'
import { errorSentence } from '../http/errors.ts'
import { type FormFields, formOf } from '../http/form.ts'
import { type Locale, type MessageKey, translate } from '../i18n/translate.ts'
import { confirmIdOfChange, confirmIdOfTicket } from './confirm-id.ts'
import type { AccountCall } from './endpoint.ts'
import { money } from './money.ts'
import { digits } from './numbers.ts'
import { changeOf, ticketOf } from './ticket.ts'

/** One pip of a small order is worth less than a cent. */
const PIP_DECIMALS = 5

/** POST /accounts/{accountId}/previewOrder: what the order would cost and what stands in its way. Sends nothing. */
export async function previewOrder({ account, locale, request }: AccountCall) {
  const form = formOf(request)
  const ticket = ticketOf(form)
  const confirmId = confirmIdOf(account.account.id, ticket, form)
  return renderPreview(await account.preview(ticket), confirmId, account.account.currency, locale)
}

/** An `id` says that a working order is being changed: then it is the change that will be confirmed. */
function confirmIdOf(accountId: string, ticket: OrderTicket, form: FormFields): string {
  const orderId = form.id ?? ''
  if (orderId.trim() === '') return confirmIdOfTicket(accountId, ticket)
  return confirmIdOfChange(accountId, orderId, changeOf(form, orderId))
}

/** @param currency of the account: all money in a preview is in it */
export function renderPreview(preview: OrderPreview, confirmId: string, currency: string, locale: Locale) {
  const { warnings, errors } = preview
  const inMoney = (amount: number | undefined, decimals?: number) =>
    amount === undefined ? undefined : money(amount, currency, decimals)
  const section = (header: MessageKey, rows: readonly Row[]) => renderSection(header, rows, locale)
  return {
    // Without a confirmId there is nothing to confirm: an order that cannot be placed ends here.
    ...(errors.length === 0 ? { confirmId } : {}),
    sections: [
      ...section('preview_section_cost', [
        ['preview_margin', inMoney(preview.margin)],
        ['preview_leverage', preview.leverage === undefined ? undefined : `1:${digits(preview.leverage)}`],
        ['preview_margin_available', inMoney(preview.marginAvailable)],
        ['preview_margin_after', inMoney(marginAfter(preview))],
        ['preview_notional', inMoney(preview.notional)],
        ['preview_pip_value', inMoney(preview.pipValue, PIP_DECIMALS)],
        ['preview_spread_cost', inMoney(preview.spreadCost)],
      ]),
      ...section('preview_section_risk', [
        ['preview_pl_at_stop_loss', inMoney(preview.plAtStopLoss)],
        ['preview_pl_at_take_profit', inMoney(preview.plAtTakeProfit)],
      ]),
    ],
    ...(warnings.length === 0 ? {} : { warnings: warnings.map((warning) => translate(locale, warning)) }),
    ...(errors.length === 0 ? {} : { errors: errors.map((error) => errorSentence(locale, error)) }),
  }
}

/** A caption and the text beside it; undefined where the figure is not known. */
type Row = readonly [MessageKey, string | undefined]

/** Rows without a figure are left out, and so is a section without rows. */
function renderSection(header: MessageKey, rows: readonly Row[], locale: Locale) {
  const known = rows.flatMap(([title, value]) =>
    value === undefined ? [] : [{ title: translate(locale, title), value }],
  )
  return known.length === 0 ? [] : [{ header: translate(locale, header), rows: known }]
}

/** What would be left for further positions; undefined when it is unknown what the order blocks. */
function marginAfter({ margin, marginAvailable }: OrderPreview): number | undefined {
  return margin === undefined ? undefined : marginAvailable - margin
}
