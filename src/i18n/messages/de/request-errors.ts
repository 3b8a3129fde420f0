import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['In der Anfrage fehlt das Feld „{field}“.', 'In der Anfrage fehlt ein Pflichtfeld.'],
  field_invalid: [
    'Das Feld „{field}“ ist ungültig. Erwartet: {expected}.',
    'Das Feld „{field}“ ist ungültig.',
    'Ein Feld der Anfrage ist ungültig.',
  ],
  too_many_symbols: [
    'Es wurden {count} Symbole auf einmal angefragt, möglich sind höchstens {max}. Bitte fragen Sie weniger an.',
    'Es wurden zu viele Symbole auf einmal angefragt. Bitte fragen Sie weniger an.',
  ],
  unknown_route: 'Unter dieser Adresse gibt es nichts.',
  method_not_allowed: [
    'Diese Adresse unterstützt diese Methode nicht. Unterstützt werden: {allowed}.',
    'Diese Adresse unterstützt diese Methode nicht.',
  ],
  body_too_large: 'Die Anfrage ist zu groß.',
  body_malformed: 'Der Inhalt der Anfrage konnte nicht gelesen werden.',
  url_malformed: 'Die Adresse der Anfrage konnte nicht gelesen werden.',
  url_too_long: 'Die Adresse der Anfrage ist zu lang.',
  unsupported_body: 'Der Inhalt muss als Formular gesendet werden (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Dieser Broker bietet Folgendes nicht an: {feature}.',
    'Dieser Broker bietet das nicht an.',
  ],
  confirm_mismatch:
    'Die Order unterscheidet sich von der in der Vorschau gezeigten. Bitte rufen Sie die Vorschau erneut auf.',
  internal_error: 'Auf unserer Seite ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
  with_reference: [
    '{sentence} (Referenz: {reference})',
    '{sentence}',
    'Auf unserer Seite ist etwas schiefgegangen.',
  ],

  expected_above_zero: 'eine Zahl größer als null',
  expected_characters: 'höchstens {max} Zeichen',
  expected_count_to: 'eine ganze Zahl von 1 bis {max}',
  expected_duration: '{duration} bei einer Order vom Typ {type}',
  expected_in_body: 'der Wert im Inhalt der Anfrage',
  expected_no_price: 'kein Wert bei einer Order vom Typ {type}',
  expected_not_before_from: 'ein Zeitpunkt nicht vor „from“',
  expected_number: 'eine einfache Zahl mit höchstens {max} Ziffern',
  expected_one_of: 'einer der Werte {choices}',
  expected_one_value: 'ein einzelner Wert',
  expected_price: 'ein Preis größer als null',
  expected_request_id: '1 bis 64 Buchstaben, Ziffern, Binde- oder Unterstriche',
  expected_same_id: 'die Order-ID aus der Adresse',
  expected_short_names: 'Namen mit höchstens {max} Zeichen',
  expected_whole_seconds: 'ganze Sekunden seit 1970',
  expected_whole_number: 'eine ganze Zahl größer als null',

  feature_daily_bars: 'Tagesbalken und längere für dieses Symbol',
  feature_expiring_orders: 'Orders, die zu einem frei gewählten Zeitpunkt verfallen',
  feature_guaranteed_stops: 'garantierte Stops',
  feature_intraday_bars: 'Balken unter einem Tag für dieses Symbol',
  feature_password_login: 'Anmeldung mit Passwort',
  feature_reversing: 'Umkehren einer Position',
  feature_stop_limit: 'Stop-Limit-Orders',

  field_accountId: 'Konto',
  field_limitPrice: 'Limitpreis',
  field_maxCount: 'Anzahl der Einträge',
  field_qty: 'Menge',
  field_stopLoss: 'Stop-Loss',
  field_stopPrice: 'Stoppreis',
  field_takeProfit: 'Take-Profit',
  field_trailingStopPips: 'Abstand des Trailing-Stops',
}
