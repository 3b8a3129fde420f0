import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Falta el campo «{field}» en la solicitud.', 'Falta un campo obligatorio en la solicitud.'],
  field_invalid: [
    'El campo «{field}» no es válido. Se esperaba: {expected}.',
    'El campo «{field}» no es válido.',
    'Un campo de la solicitud no es válido.',
  ],
  too_many_symbols: [
    'Se solicitaron {count} símbolos a la vez, pero el máximo es {max}. Solicite menos.',
    'Se solicitaron demasiados símbolos a la vez. Solicite menos.',
  ],
  unknown_route: 'No hay nada en esta dirección.',
  method_not_allowed: [
    'Esta dirección no admite ese método. Admite: {allowed}.',
    'Esta dirección no admite ese método.',
  ],
  body_too_large: 'La solicitud es demasiado grande.',
  body_malformed: 'No se pudo leer el cuerpo de la solicitud.',
  url_malformed: 'No se pudo leer la dirección de la solicitud.',
  url_too_long: 'La dirección de la solicitud es demasiado larga.',
  unsupported_body: 'El cuerpo debe enviarse como formulario (application/x-www-form-urlencoded).',
  unsupported_feature: ['Este bróker no ofrece lo siguiente: {feature}.', 'Este bróker no ofrece eso.'],
  confirm_mismatch:
    'La orden es distinta de la que se mostró en la vista previa. Vuelva a abrir la vista previa.',
  internal_error: 'Algo salió mal por nuestra parte. Inténtelo de nuevo en un momento.',
  with_reference: ['{sentence} (Referencia: {reference})', '{sentence}', 'Algo salió mal por nuestra parte.'],

  expected_above_zero: 'un número mayor que cero',
  expected_characters: '{max} caracteres como máximo',
  expected_count_to: 'un número entero de 1 a {max}',
  expected_duration: '{duration} con una orden de tipo {type}',
  expected_in_body: 'el valor en el cuerpo de la solicitud',
  expected_no_price: 'ninguno con una orden de tipo {type}',
  expected_not_before_from: 'un momento no anterior a «from»',
  expected_number: 'un número simple de {max} cifras como máximo',
  expected_one_of: 'uno de los valores {choices}',
  expected_one_value: 'un solo valor',
  expected_price: 'un precio mayor que cero',
  expected_request_id: 'de 1 a 64 letras, cifras, guiones o guiones bajos',
  expected_same_id: 'el identificador de la orden que figura en la dirección',
  expected_short_names: 'nombres de {max} caracteres como máximo',
  expected_whole_seconds: 'segundos enteros desde 1970',
  expected_whole_number: 'un número entero mayor que cero',

  feature_daily_bars: 'barras diarias o mayores para este símbolo',
  feature_expiring_orders: 'órdenes que caducan en el momento que usted elija',
  feature_guaranteed_stops: 'stops garantizados',
  feature_intraday_bars: 'barras de menos de un día para este símbolo',
  feature_password_login: 'inicio de sesión con contraseña',
  feature_reversing: 'invertir una posición',
  feature_stop_limit: 'órdenes stop-limit',

  field_accountId: 'Cuenta',
  field_limitPrice: 'Precio límite',
  field_maxCount: 'Número de elementos',
  field_qty: 'Cantidad',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Precio stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Distancia del trailing stop',
}
