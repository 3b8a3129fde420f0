import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['A kérésből hiányzik ez a mező: „{field}”.', 'A kérésből hiányzik egy kötelező mező.'],
  field_invalid: [
    'A(z) „{field}” mező érvénytelen. Várt érték: {expected}.',
    'A(z) „{field}” mező érvénytelen.',
    'A kérés egyik mezője érvénytelen.',
  ],
  too_many_symbols: [
    'Egyszerre {count} szimbólumot kértek, de legfeljebb {max} lehetséges. Kérjen kevesebbet.',
    'Egyszerre túl sok szimbólumot kértek. Kérjen kevesebbet.',
  ],
  unknown_route: 'Ezen a címen nincs semmi.',
  method_not_allowed: [
    'Ez a cím nem támogatja ezt a metódust. Támogatott: {allowed}.',
    'Ez a cím nem támogatja ezt a metódust.',
  ],
  body_too_large: 'A kérés túl nagy.',
  body_malformed: 'A kérés törzse nem olvasható.',
  url_malformed: 'A kérés címe nem olvasható.',
  url_too_long: 'A kérés címe túl hosszú.',
  unsupported_body: 'A törzset űrlapként kell elküldeni (application/x-www-form-urlencoded).',
  unsupported_feature: ['Ez a bróker nem kínálja a következőt: {feature}.', 'Ez a bróker ezt nem kínálja.'],
  confirm_mismatch: 'A megbízás eltér az előnézetben láthatótól. Nyissa meg újra az előnézetet.',
  internal_error: 'Hiba történt a mi oldalunkon. Próbálja újra kis idő múlva.',
  with_reference: ['{sentence} (Hivatkozás: {reference})', '{sentence}', 'Hiba történt a mi oldalunkon.'],

  expected_above_zero: 'nullánál nagyobb szám',
  expected_characters: 'legfeljebb {max} karakter',
  expected_duration: '{duration}, ha a megbízás típusa {type}',
  expected_in_body: 'az érték a kérés törzsében',
  expected_no_price: 'semmi, ha a megbízás típusa {type}',
  expected_number: 'egyszerű szám legfeljebb {max} számjeggyel',
  expected_one_of: 'a következők egyike: {choices}',
  expected_one_value: 'egyetlen érték',
  expected_price: 'nullánál nagyobb ár',
  expected_request_id: '1–64 betű, számjegy, kötőjel vagy aláhúzásjel',
  expected_same_id: 'a címben szereplő megbízás azonosítója',
  expected_short_names: 'legfeljebb {max} karakteres nevek',
  expected_whole_number: 'nullánál nagyobb egész szám',

  feature_expiring_orders: 'szabadon választott időpontban lejáró megbízások',
  feature_guaranteed_stops: 'garantált stopok',
  feature_password_login: 'bejelentkezés jelszóval',
  feature_reversing: 'pozíció megfordítása',
  feature_stop_limit: 'stop-limit megbízások',

  field_accountId: 'Számla',
  field_limitPrice: 'Limitár',
  field_maxCount: 'Elemek száma',
  field_qty: 'Mennyiség',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Stopár',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Követő stop távolsága',
}
