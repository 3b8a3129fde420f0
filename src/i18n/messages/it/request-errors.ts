import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: [
    'Nella richiesta manca il campo «{field}».',
    'Nella richiesta manca un campo obbligatorio.',
  ],
  field_invalid: [
    'Il campo «{field}» non è valido. Valore atteso: {expected}.',
    'Il campo «{field}» non è valido.',
    'Un campo della richiesta non è valido.',
  ],
  too_many_symbols: [
    'Sono stati richiesti {count} simboli insieme, ma il massimo è {max}. Richiederne meno.',
    'Sono stati richiesti troppi simboli insieme. Richiederne meno.',
  ],
  unknown_route: 'A questo indirizzo non c’è nulla.',
  method_not_allowed: [
    'Questo indirizzo non supporta quel metodo. Supporta: {allowed}.',
    'Questo indirizzo non supporta quel metodo.',
  ],
  body_too_large: 'La richiesta è troppo grande.',
  body_malformed: 'Non è stato possibile leggere il contenuto della richiesta.',
  url_malformed: 'Non è stato possibile leggere l’indirizzo della richiesta.',
  url_too_long: 'L’indirizzo della richiesta è troppo lungo.',
  unsupported_body: 'Il contenuto deve essere inviato come modulo (application/x-www-form-urlencoded).',
  unsupported_feature: ['Questo broker non offre quanto segue: {feature}.', 'Questo broker non lo offre.'],
  confirm_mismatch: 'L’ordine è diverso da quello mostrato nell’anteprima. Aprire di nuovo l’anteprima.',
  internal_error: 'Si è verificato un problema da parte nostra. Riprovare tra poco.',
  with_reference: [
    '{sentence} (Riferimento: {reference})',
    '{sentence}',
    'Si è verificato un problema da parte nostra.',
  ],

  expected_above_zero: 'un numero maggiore di zero',
  expected_characters: 'al massimo {max} caratteri',
  expected_duration: '{duration} con un ordine di tipo {type}',
  expected_in_body: 'il valore nel contenuto della richiesta',
  expected_no_price: 'nessuno con un ordine di tipo {type}',
  expected_number: 'un numero semplice di al massimo {max} cifre',
  expected_one_of: 'uno dei valori {choices}',
  expected_one_value: 'un solo valore',
  expected_price: 'un prezzo maggiore di zero',
  expected_request_id: 'da 1 a 64 lettere, cifre, trattini o trattini bassi',
  expected_same_id: 'l’identificativo dell’ordine presente nell’indirizzo',
  expected_short_names: 'nomi di al massimo {max} caratteri',
  expected_whole_number: 'un numero intero maggiore di zero',

  feature_expiring_orders: 'ordini che scadono in un momento a scelta',
  feature_guaranteed_stops: 'stop garantiti',
  feature_password_login: 'accesso con password',
  feature_reversing: 'inversione di una posizione',
  feature_stop_limit: 'ordini stop-limit',

  field_accountId: 'Conto',
  field_limitPrice: 'Prezzo limite',
  field_maxCount: 'Numero di elementi',
  field_qty: 'Quantità',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Prezzo stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Distanza del trailing stop',
}
