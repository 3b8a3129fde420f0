import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Din cerere lipsește câmpul „{field}”.', 'Din cerere lipsește un câmp obligatoriu.'],
  field_invalid: [
    'Câmpul „{field}” nu este valid. Valoare așteptată: {expected}.',
    'Câmpul „{field}” nu este valid.',
    'Un câmp al cererii nu este valid.',
  ],
  too_many_symbols: [
    'Numărul de simboluri cerute odată este {count}, dar maximul este {max}. Cereți mai puține.',
    'Au fost cerute prea multe simboluri odată. Cereți mai puține.',
  ],
  unknown_route: 'La această adresă nu există nimic.',
  method_not_allowed: [
    'Această adresă nu acceptă metoda respectivă. Acceptă: {allowed}.',
    'Această adresă nu acceptă metoda respectivă.',
  ],
  body_too_large: 'Cererea este prea mare.',
  body_malformed: 'Conținutul cererii nu a putut fi citit.',
  url_malformed: 'Adresa cererii nu a putut fi citită.',
  url_too_long: 'Adresa cererii este prea lungă.',
  unsupported_body: 'Conținutul trebuie trimis ca formular (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Acest broker nu oferă următoarele: {feature}.',
    'Acest broker nu oferă acest lucru.',
  ],
  confirm_mismatch: 'Ordinul diferă de cel din previzualizare. Deschideți din nou previzualizarea.',
  internal_error: 'Ceva nu a mers bine de partea noastră. Încercați din nou peste câteva momente.',
  with_reference: [
    '{sentence} (Referință: {reference})',
    '{sentence}',
    'Ceva nu a mers bine de partea noastră.',
  ],

  expected_above_zero: 'un număr mai mare decât zero',
  expected_characters: 'cel mult {max} caractere',
  expected_duration: '{duration} pentru un ordin de tip {type}',
  expected_in_body: 'valoarea în conținutul cererii',
  expected_no_price: 'niciuna pentru un ordin de tip {type}',
  expected_number: 'un număr simplu cu cel mult {max} cifre',
  expected_one_of: 'una dintre valorile {choices}',
  expected_one_value: 'o singură valoare',
  expected_price: 'un preț mai mare decât zero',
  expected_request_id: 'între 1 și 64 de litere, cifre, cratime sau liniuțe de subliniere',
  expected_same_id: 'identificatorul ordinului din adresă',
  expected_short_names: 'nume de cel mult {max} caractere',
  expected_whole_number: 'un număr întreg mai mare decât zero',

  feature_expiring_orders: 'ordine care expiră la un moment ales',
  feature_guaranteed_stops: 'stopuri garantate',
  feature_password_login: 'conectare cu parolă',
  feature_reversing: 'inversarea unei poziții',
  feature_stop_limit: 'ordine stop-limit',

  field_accountId: 'Cont',
  field_limitPrice: 'Preț limită',
  field_maxCount: 'Număr de elemente',
  field_qty: 'Cantitate',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Preț stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Distanța trailing stop-ului',
}
