import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['У запиті немає поля «{field}».', 'У запиті немає обов’язкового поля.'],
  field_invalid: [
    'Поле «{field}» заповнено неправильно. Очікується: {expected}.',
    'Поле «{field}» заповнено неправильно.',
    'Одне з полів запиту заповнено неправильно.',
  ],
  too_many_symbols: [
    'Запитано символів одразу: {count}, можливо не більше {max}. Запитайте менше.',
    'Запитано забагато символів одразу. Запитайте менше.',
  ],
  unknown_route: 'За цією адресою нічого немає.',
  method_not_allowed: [
    'Ця адреса не підтримує такий метод. Підтримуються: {allowed}.',
    'Ця адреса не підтримує такий метод.',
  ],
  body_too_large: 'Запит завеликий.',
  body_malformed: 'Не вдалося прочитати тіло запиту.',
  url_malformed: 'Не вдалося прочитати адресу запиту.',
  url_too_long: 'Адреса запиту задовга.',
  unsupported_body: 'Тіло запиту має бути надіслано як форму (application/x-www-form-urlencoded).',
  unsupported_feature: ['Цей брокер не пропонує такого: {feature}.', 'Цей брокер цього не пропонує.'],
  confirm_mismatch: 'Ордер відрізняється від показаного в попередньому перегляді. Відкрийте перегляд ще раз.',
  internal_error: 'Щось пішло не так на нашому боці. Спробуйте ще раз трохи згодом.',
  with_reference: [
    '{sentence} (Номер звернення: {reference})',
    '{sentence}',
    'Щось пішло не так на нашому боці.',
  ],

  expected_above_zero: 'число, більше за нуль',
  expected_characters: 'не більше {max} символів',
  expected_duration: '{duration} для ордера типу {type}',
  expected_in_body: 'значення в тілі запиту',
  expected_no_price: 'відсутність значення для ордера типу {type}',
  expected_number: 'звичайне число, не більше {max} цифр',
  expected_one_of: 'одне зі значень {choices}',
  expected_one_value: 'одне значення',
  expected_price: 'ціна, більша за нуль',
  expected_request_id: 'від 1 до 64 літер, цифр, дефісів або підкреслень',
  expected_same_id: 'ідентифікатор ордера з адреси',
  expected_short_names: 'назви, не довші за {max} символів',
  expected_whole_number: 'ціле число, більше за нуль',

  feature_expiring_orders: 'ордери, що закінчуються у вибраний час',
  feature_guaranteed_stops: 'гарантовані стопи',
  feature_password_login: 'вхід за паролем',
  feature_reversing: 'розворот позиції',
  feature_stop_limit: 'стоп-лімітні ордери',

  field_accountId: 'Рахунок',
  field_limitPrice: 'Лімітна ціна',
  field_maxCount: 'Кількість елементів',
  field_qty: 'Кількість',
  field_stopLoss: 'Стоп-лосс',
  field_stopPrice: 'Стоп-ціна',
  field_takeProfit: 'Тейк-профіт',
  field_trailingStopPips: 'Відстань трейлінг-стопа',
}
