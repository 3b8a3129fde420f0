import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Falta o campo “{field}” na solicitação.', 'Falta um campo obrigatório na solicitação.'],
  field_invalid: [
    'O campo “{field}” não é válido. Esperado: {expected}.',
    'O campo “{field}” não é válido.',
    'Um campo da solicitação não é válido.',
  ],
  too_many_symbols: [
    'Foram pedidos {count} símbolos de uma só vez, mas o máximo é {max}. Peça menos.',
    'Foram pedidos símbolos demais de uma só vez. Peça menos.',
  ],
  unknown_route: 'Não há nada neste endereço.',
  method_not_allowed: [
    'Este endereço não aceita esse método. Aceita: {allowed}.',
    'Este endereço não aceita esse método.',
  ],
  body_too_large: 'A solicitação é grande demais.',
  body_malformed: 'Não foi possível ler o corpo da solicitação.',
  url_malformed: 'Não foi possível ler o endereço da solicitação.',
  url_too_long: 'O endereço da solicitação é longo demais.',
  unsupported_body: 'O corpo deve ser enviado como formulário (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Esta corretora não oferece o seguinte: {feature}.',
    'Esta corretora não oferece isso.',
  ],
  confirm_mismatch: 'A ordem é diferente da que foi mostrada na prévia. Abra a prévia novamente.',
  internal_error: 'Algo deu errado do nosso lado. Tente novamente em instantes.',
  with_reference: ['{sentence} (Referência: {reference})', '{sentence}', 'Algo deu errado do nosso lado.'],

  expected_above_zero: 'um número maior que zero',
  expected_characters: 'no máximo {max} caracteres',
  expected_duration: '{duration} com uma ordem do tipo {type}',
  expected_in_body: 'o valor no corpo da solicitação',
  expected_no_price: 'nenhum com uma ordem do tipo {type}',
  expected_number: 'um número simples de no máximo {max} dígitos',
  expected_one_of: 'um dos valores {choices}',
  expected_one_value: 'um único valor',
  expected_price: 'um preço maior que zero',
  expected_request_id: 'de 1 a 64 letras, dígitos, hifens ou sublinhados',
  expected_same_id: 'o identificador da ordem que está no endereço',
  expected_short_names: 'nomes de no máximo {max} caracteres',
  expected_whole_number: 'um número inteiro maior que zero',

  feature_expiring_orders: 'ordens que expiram em um momento à sua escolha',
  feature_guaranteed_stops: 'stops garantidos',
  feature_password_login: 'login com senha',
  feature_reversing: 'inversão de uma posição',
  feature_stop_limit: 'ordens stop-limit',

  field_accountId: 'Conta',
  field_limitPrice: 'Preço limite',
  field_maxCount: 'Número de itens',
  field_qty: 'Quantidade',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Preço stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Distância do stop móvel',
}
