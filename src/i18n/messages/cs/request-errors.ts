import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['V požadavku chybí pole „{field}“.', 'V požadavku chybí povinné pole.'],
  field_invalid: [
    'Pole „{field}“ není platné. Očekáváno: {expected}.',
    'Pole „{field}“ není platné.',
    'Některé pole požadavku není platné.',
  ],
  too_many_symbols: [
    'Počet symbolů požadovaných najednou je {count}, maximum je {max}. Požádejte o méně.',
    'Bylo požadováno příliš mnoho symbolů najednou. Požádejte o méně.',
  ],
  unknown_route: 'Na této adrese nic není.',
  method_not_allowed: [
    'Tato adresa tuto metodu nepodporuje. Podporuje: {allowed}.',
    'Tato adresa tuto metodu nepodporuje.',
  ],
  body_too_large: 'Požadavek je příliš velký.',
  body_malformed: 'Obsah požadavku se nepodařilo přečíst.',
  url_malformed: 'Adresu požadavku se nepodařilo přečíst.',
  url_too_long: 'Adresa požadavku je příliš dlouhá.',
  unsupported_body: 'Obsah musí být odeslán jako formulář (application/x-www-form-urlencoded).',
  unsupported_feature: ['Tento broker nenabízí následující: {feature}.', 'Tento broker to nenabízí.'],
  confirm_mismatch: 'Příkaz se liší od toho v náhledu. Zobrazte náhled znovu.',
  internal_error: 'Na naší straně se něco pokazilo. Zkuste to za chvíli znovu.',
  with_reference: [
    '{sentence} (Referenční číslo: {reference})',
    '{sentence}',
    'Na naší straně se něco pokazilo.',
  ],

  expected_above_zero: 'číslo větší než nula',
  expected_characters: 'nejvýše {max} znaků',
  expected_duration: '{duration} u příkazu typu {type}',
  expected_in_body: 'hodnota v obsahu požadavku',
  expected_no_price: 'žádná hodnota u příkazu typu {type}',
  expected_number: 'prosté číslo s nejvýše {max} číslicemi',
  expected_one_of: 'jedna z hodnot {choices}',
  expected_one_value: 'jedna hodnota',
  expected_price: 'cena větší než nula',
  expected_request_id: '1 až 64 písmen, číslic, spojovníků nebo podtržítek',
  expected_same_id: 'identifikátor příkazu z adresy',
  expected_short_names: 'názvy o délce nejvýše {max} znaků',
  expected_whole_number: 'celé číslo větší než nula',

  feature_expiring_orders: 'příkazy, které vyprší ve zvoleném čase',
  feature_guaranteed_stops: 'garantované stop příkazy',
  feature_password_login: 'přihlášení heslem',
  feature_reversing: 'otočení pozice',
  feature_stop_limit: 'příkazy stop-limit',

  field_accountId: 'Účet',
  field_limitPrice: 'Limitní cena',
  field_maxCount: 'Počet položek',
  field_qty: 'Množství',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Stop cena',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Vzdálenost trailing stopu',
}
