import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['W żądaniu brakuje pola „{field}”.', 'W żądaniu brakuje wymaganego pola.'],
  field_invalid: [
    'Pole „{field}” jest nieprawidłowe. Oczekiwano: {expected}.',
    'Pole „{field}” jest nieprawidłowe.',
    'Jedno z pól żądania jest nieprawidłowe.',
  ],
  too_many_symbols: [
    'Liczba symboli w jednym żądaniu to {count}, a maksimum wynosi {max}. Zapytaj o mniej.',
    'Zapytano o zbyt wiele symboli naraz. Zapytaj o mniej.',
  ],
  unknown_route: 'Pod tym adresem nic nie ma.',
  method_not_allowed: [
    'Ten adres nie obsługuje tej metody. Obsługuje: {allowed}.',
    'Ten adres nie obsługuje tej metody.',
  ],
  body_too_large: 'Żądanie jest zbyt duże.',
  body_malformed: 'Nie udało się odczytać treści żądania.',
  url_malformed: 'Nie udało się odczytać adresu żądania.',
  url_too_long: 'Adres żądania jest zbyt długi.',
  unsupported_body: 'Treść musi zostać wysłana jako formularz (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Ten broker nie oferuje następującej funkcji: {feature}.',
    'Ten broker tego nie oferuje.',
  ],
  confirm_mismatch: 'Zlecenie różni się od pokazanego w podglądzie. Otwórz podgląd ponownie.',
  internal_error: 'Coś poszło nie tak po naszej stronie. Spróbuj ponownie za chwilę.',
  with_reference: [
    '{sentence} (Numer referencyjny: {reference})',
    '{sentence}',
    'Coś poszło nie tak po naszej stronie.',
  ],

  expected_above_zero: 'liczba większa od zera',
  expected_characters: 'znaki w liczbie najwyżej {max}',
  expected_duration: '{duration} przy zleceniu typu {type}',
  expected_in_body: 'wartość w treści żądania',
  expected_no_price: 'brak wartości przy zleceniu typu {type}',
  expected_number: 'zwykła liczba, liczba cyfr najwyżej {max}',
  expected_one_of: 'jedna z wartości {choices}',
  expected_one_value: 'jedna wartość',
  expected_price: 'cena większa od zera',
  expected_request_id: 'od 1 do 64 liter, cyfr, łączników lub podkreśleń',
  expected_same_id: 'identyfikator zlecenia z adresu',
  expected_short_names: 'nazwy o długości najwyżej {max} znaków',
  expected_whole_number: 'liczba całkowita większa od zera',

  feature_expiring_orders: 'zlecenia wygasające w wybranym momencie',
  feature_guaranteed_stops: 'gwarantowane zlecenia stop',
  feature_password_login: 'logowanie hasłem',
  feature_reversing: 'odwracanie pozycji',
  feature_stop_limit: 'zlecenia stop-limit',

  field_accountId: 'Konto',
  field_limitPrice: 'Cena limit',
  field_maxCount: 'Liczba elementów',
  field_qty: 'Ilość',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Cena stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Odległość trailing stopa',
}
