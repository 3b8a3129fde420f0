import { BrokerError } from '../broker/errors.ts'
import type { Leverage } from '../broker/instrument.ts'
import { type FormFields, formOf } from '../http/form.ts'
import { type Locale, translate } from '../i18n/translate.ts'
import type { AccountCall } from './endpoint.ts'
import { plain } from './numbers.ts'
import { requiredAboveZero, requiredChoice, requiredText } from './parse.ts'
import { orderTypeOf } from './ticket.ts'

/** POST /accounts/{accountId}/getLeverage */
export async function getLeverage({ account, locale, request }: AccountCall) {
  const instrument = instrumentOf(formOf(request))
  return renderLeverage(await account.leverage(instrument), locale)
}

/** POST /accounts/{accountId}/previewLeverage: says that there is nothing to choose. */
export async function previewLeverage({ account, locale, request }: AccountCall) {
  const { leverage } = await account.leverage(changedInstrumentOf(formOf(request)))
  return { infos: [translate(locale, 'leverage_set_by_broker', { leverage: plain(leverage) })] }
}

/** POST /accounts/{accountId}/setLeverage. TradeLocker has no call for it. @throws BrokerError leverage_fixed */
export async function setLeverage({ account, request }: AccountCall) {
  const { leverage } = await account.leverage(changedInstrumentOf(formOf(request)))
  throw new BrokerError('leverage_fixed', { params: { leverage: plain(leverage) } })
}

/** The broker's leverage is the only one there is, so it is both bounds too. */
function renderLeverage({ leverage }: Leverage, locale: Locale) {
  const only = plain(leverage)
  return { title: translate(locale, 'leverage_title'), leverage: only, min: only, max: only, step: 1 }
}

/** The ticket's state, checked as a whole although TradeLocker's leverage depends on the instrument alone. */
function instrumentOf(form: FormFields): string {
  const instrument = requiredText(form, 'instrument')
  requiredChoice(form, 'side', ['buy', 'sell'])
  orderTypeOf(form, 'orderType')
  return instrument
}

function changedInstrumentOf(form: FormFields): string {
  const instrument = instrumentOf(form)
  requiredAboveZero(form, 'leverage')
  return instrument
}
