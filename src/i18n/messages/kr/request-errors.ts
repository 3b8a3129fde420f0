import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['요청에 “{field}” 필드가 없습니다.', '요청에 필수 필드가 없습니다.'],
  field_invalid: [
    '“{field}” 필드가 올바르지 않습니다. 필요한 값: {expected}.',
    '“{field}” 필드가 올바르지 않습니다.',
    '요청의 필드가 올바르지 않습니다.',
  ],
  too_many_symbols: [
    '한 번에 {count}개의 심볼이 요청되었지만 최대 {max}개까지 가능합니다. 더 적게 요청해 주세요.',
    '한 번에 너무 많은 심볼이 요청되었습니다. 더 적게 요청해 주세요.',
  ],
  unknown_route: '이 주소에는 아무것도 없습니다.',
  method_not_allowed: [
    '이 주소는 해당 메서드를 지원하지 않습니다. 지원: {allowed}.',
    '이 주소는 해당 메서드를 지원하지 않습니다.',
  ],
  body_too_large: '요청이 너무 큽니다.',
  body_malformed: '요청 본문을 읽을 수 없습니다.',
  url_malformed: '요청 주소를 읽을 수 없습니다.',
  url_too_long: '요청 주소가 너무 깁니다.',
  unsupported_body: '본문은 폼으로 보내야 합니다(application/x-www-form-urlencoded).',
  unsupported_feature: [
    '이 브로커가 제공하지 않는 기능입니다: {feature}.',
    '이 브로커가 제공하지 않는 기능입니다.',
  ],
  confirm_mismatch: '주문이 미리보기와 다릅니다. 다시 미리보기해 주세요.',
  internal_error: '저희 쪽에서 문제가 발생했습니다. 잠시 후 다시 시도해 주세요.',
  with_reference: ['{sentence} (조회 번호: {reference})', '{sentence}', '저희 쪽에서 문제가 발생했습니다.'],

  expected_above_zero: '0보다 큰 숫자',
  expected_characters: '최대 {max}자',
  expected_duration: '{type} 주문에서는 {duration}',
  expected_in_body: '요청 본문 안의 값',
  expected_no_price: '{type} 주문에서는 값 없음',
  expected_number: '최대 {max}자리의 일반 숫자',
  expected_one_of: '다음 중 하나: {choices}',
  expected_one_value: '값 하나',
  expected_price: '0보다 큰 가격',
  expected_request_id: '1~64자의 영문자, 숫자, 하이픈 또는 밑줄',
  expected_same_id: '주소에 있는 주문의 ID',
  expected_short_names: '최대 {max}자의 이름',
  expected_whole_number: '0보다 큰 정수',

  feature_expiring_orders: '원하는 시각에 만료되는 주문',
  feature_guaranteed_stops: '보장 스탑',
  feature_password_login: '비밀번호 로그인',
  feature_reversing: '포지션 뒤집기',
  feature_stop_limit: '스탑 리밋 주문',

  field_accountId: '계좌',
  field_limitPrice: '지정가',
  field_maxCount: '항목 수',
  field_qty: '수량',
  field_stopLoss: '스탑로스',
  field_stopPrice: '스탑 가격',
  field_takeProfit: '테이크프로핏',
  field_trailingStopPips: '트레일링 스탑 간격',
}
