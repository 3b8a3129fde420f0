import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Fältet ”{field}” saknas i begäran.', 'Ett obligatoriskt fält saknas i begäran.'],
  field_invalid: [
    'Fältet ”{field}” är inte giltigt. Förväntat: {expected}.',
    'Fältet ”{field}” är inte giltigt.',
    'Ett fält i begäran är inte giltigt.',
  ],
  too_many_symbols: [
    '{count} symboler begärdes på en gång, men högst {max} är möjligt. Begär färre.',
    'För många symboler begärdes på en gång. Begär färre.',
  ],
  unknown_route: 'Det finns inget på den här adressen.',
  method_not_allowed: [
    'Den här adressen stöder inte den metoden. Den stöder: {allowed}.',
    'Den här adressen stöder inte den metoden.',
  ],
  body_too_large: 'Begäran är för stor.',
  body_malformed: 'Innehållet i begäran kunde inte läsas.',
  url_malformed: 'Adressen i begäran kunde inte läsas.',
  url_too_long: 'Adressen i begäran är för lång.',
  unsupported_body: 'Innehållet måste skickas som ett formulär (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Den här mäklaren erbjuder inte följande: {feature}.',
    'Den här mäklaren erbjuder inte det.',
  ],
  confirm_mismatch: 'Ordern skiljer sig från den som förhandsgranskades. Förhandsgranska den igen.',
  internal_error: 'Något gick fel hos oss. Försök igen om en stund.',
  with_reference: ['{sentence} (Referens: {reference})', '{sentence}', 'Något gick fel hos oss.'],

  expected_above_zero: 'ett tal större än noll',
  expected_characters: 'högst {max} tecken',
  expected_duration: '{duration} för en order av typen {type}',
  expected_in_body: 'värdet i begärans innehåll',
  expected_no_price: 'inget för en order av typen {type}',
  expected_number: 'ett vanligt tal med högst {max} siffror',
  expected_one_of: 'något av värdena {choices}',
  expected_one_value: 'ett enda värde',
  expected_price: 'ett pris större än noll',
  expected_request_id: '1 till 64 bokstäver, siffror, bindestreck eller understreck',
  expected_same_id: 'orderns id från adressen',
  expected_short_names: 'namn på högst {max} tecken',
  expected_whole_number: 'ett heltal större än noll',

  feature_expiring_orders: 'order som förfaller vid en vald tidpunkt',
  feature_guaranteed_stops: 'garanterade stopp',
  feature_password_login: 'inloggning med lösenord',
  feature_reversing: 'att vända en position',
  feature_stop_limit: 'stopp-limitorder',

  field_accountId: 'Konto',
  field_limitPrice: 'Limitpris',
  field_maxCount: 'Antal poster',
  field_qty: 'Kvantitet',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Stoppris',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Avstånd för glidande stopp',
}
