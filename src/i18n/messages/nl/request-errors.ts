import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: [
    'In het verzoek ontbreekt het veld ‘{field}’.',
    'In het verzoek ontbreekt een verplicht veld.',
  ],
  field_invalid: [
    'Het veld ‘{field}’ is niet geldig. Verwacht: {expected}.',
    'Het veld ‘{field}’ is niet geldig.',
    'Een veld van het verzoek is niet geldig.',
  ],
  too_many_symbols: [
    'Er zijn {count} symbolen tegelijk opgevraagd, maar het maximum is {max}. Vraag er minder op.',
    'Er zijn te veel symbolen tegelijk opgevraagd. Vraag er minder op.',
  ],
  unknown_route: 'Op dit adres is niets te vinden.',
  method_not_allowed: [
    'Dit adres ondersteunt deze methode niet. Wel ondersteund: {allowed}.',
    'Dit adres ondersteunt deze methode niet.',
  ],
  body_too_large: 'Het verzoek is te groot.',
  body_malformed: 'De inhoud van het verzoek kon niet worden gelezen.',
  url_malformed: 'Het adres van het verzoek kon niet worden gelezen.',
  url_too_long: 'Het adres van het verzoek is te lang.',
  unsupported_body: 'De inhoud moet als formulier worden verzonden (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Deze broker biedt het volgende niet aan: {feature}.',
    'Deze broker biedt dat niet aan.',
  ],
  confirm_mismatch: 'De order verschilt van die in het voorbeeld. Bekijk het voorbeeld opnieuw.',
  internal_error: 'Er ging aan onze kant iets mis. Probeer het zo meteen opnieuw.',
  with_reference: ['{sentence} (Referentie: {reference})', '{sentence}', 'Er ging aan onze kant iets mis.'],

  expected_above_zero: 'een getal groter dan nul',
  expected_characters: 'hoogstens {max} tekens',
  expected_count_to: 'een geheel getal van 1 tot en met {max}',
  expected_duration: '{duration} bij een order van het type {type}',
  expected_in_body: 'de waarde in de inhoud van het verzoek',
  expected_no_price: 'geen bij een order van het type {type}',
  expected_not_before_from: 'een tijdstip niet vóór ‘from’',
  expected_number: 'een gewoon getal van hoogstens {max} cijfers',
  expected_one_of: 'een van de waarden {choices}',
  expected_one_value: 'één waarde',
  expected_price: 'een prijs groter dan nul',
  expected_request_id: '1 tot 64 letters, cijfers, koppeltekens of onderstrepingstekens',
  expected_same_id: 'het order-ID uit het adres',
  expected_short_names: 'namen van hoogstens {max} tekens',
  expected_whole_seconds: 'hele seconden sinds 1970',
  expected_whole_number: 'een geheel getal groter dan nul',

  feature_daily_bars: 'dagbars en langer voor dit symbool',
  feature_expiring_orders: 'orders die verlopen op een zelfgekozen tijdstip',
  feature_guaranteed_stops: 'gegarandeerde stops',
  feature_intraday_bars: 'bars korter dan een dag voor dit symbool',
  feature_password_login: 'inloggen met een wachtwoord',
  feature_reversing: 'het omkeren van een positie',
  feature_stop_limit: 'stop-limitorders',

  field_accountId: 'Rekening',
  field_limitPrice: 'Limietprijs',
  field_maxCount: 'Aantal items',
  field_qty: 'Hoeveelheid',
  field_stopLoss: 'Stop-loss',
  field_stopPrice: 'Stopprijs',
  field_takeProfit: 'Take-profit',
  field_trailingStopPips: 'Afstand van de trailing stop',
}
