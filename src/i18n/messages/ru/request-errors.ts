import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['В запросе нет поля «{field}».', 'В запросе нет обязательного поля.'],
  field_invalid: [
    'Поле «{field}» заполнено неверно. Ожидается: {expected}.',
    'Поле «{field}» заполнено неверно.',
    'Одно из полей запроса заполнено неверно.',
  ],
  too_many_symbols: [
    'Запрошено символов сразу: {count}, возможно не более {max}. Запросите меньше.',
    'Запрошено слишком много символов сразу. Запросите меньше.',
  ],
  unknown_route: 'По этому адресу ничего нет.',
  method_not_allowed: [
    'Этот адрес не поддерживает такой метод. Поддерживаются: {allowed}.',
    'Этот адрес не поддерживает такой метод.',
  ],
  body_too_large: 'Запрос слишком большой.',
  body_malformed: 'Не удалось прочитать тело запроса.',
  url_malformed: 'Не удалось прочитать адрес запроса.',
  url_too_long: 'Адрес запроса слишком длинный.',
  unsupported_body: 'Тело запроса должно быть отправлено как форма (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Этот брокер не предлагает следующее: {feature}.',
    'Этот брокер этого не предлагает.',
  ],
  confirm_mismatch: 'Заявка отличается от показанной в предпросмотре. Откройте предпросмотр ещё раз.',
  internal_error: 'Что-то пошло не так на нашей стороне. Попробуйте ещё раз чуть позже.',
  with_reference: [
    '{sentence} (Номер обращения: {reference})',
    '{sentence}',
    'Что-то пошло не так на нашей стороне.',
  ],

  expected_above_zero: 'число больше нуля',
  expected_characters: 'не более {max} символов',
  expected_duration: '{duration} для заявки типа {type}',
  expected_in_body: 'значение в теле запроса',
  expected_no_price: 'отсутствие значения для заявки типа {type}',
  expected_number: 'простое число, не более {max} цифр',
  expected_one_of: 'одно из значений {choices}',
  expected_one_value: 'одно значение',
  expected_price: 'цена больше нуля',
  expected_request_id: 'от 1 до 64 букв, цифр, дефисов или подчёркиваний',
  expected_same_id: 'идентификатор заявки из адреса',
  expected_short_names: 'названия не длиннее {max} символов',
  expected_whole_number: 'целое число больше нуля',

  feature_expiring_orders: 'заявки, истекающие в выбранное время',
  feature_guaranteed_stops: 'гарантированные стопы',
  feature_password_login: 'вход по паролю',
  feature_reversing: 'разворот позиции',
  feature_stop_limit: 'стоп-лимитные заявки',

  field_accountId: 'Счёт',
  field_limitPrice: 'Лимитная цена',
  field_maxCount: 'Число элементов',
  field_qty: 'Количество',
  field_stopLoss: 'Стоп-лосс',
  field_stopPrice: 'Стоп-цена',
  field_takeProfit: 'Тейк-профит',
  field_trailingStopPips: 'Расстояние скользящего стопа',
}
