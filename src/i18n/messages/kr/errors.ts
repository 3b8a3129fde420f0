import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: '로그인 이름 또는 비밀번호가 올바르지 않습니다. 둘 다 확인한 후 다시 시도해 주세요.',
  unknown_server: [
    '“{server}”라는 서버가 없습니다. 이메일 주소만 입력하거나 서버\\이메일 형식으로 로그인해 주세요.',
    '알 수 없는 서버입니다. 이메일 주소만 입력하거나 서버\\이메일 형식으로 로그인해 주세요.',
  ],
  login_throttled: [
    '로그인 시도가 너무 많습니다. {seconds}초 후에 다시 시도해 주세요.',
    '로그인 시도가 너무 많습니다. 몇 분 후에 다시 시도해 주세요.',
  ],
  session_expired: '세션이 종료되었습니다. 다시 로그인해 주세요.',

  account_not_found: '이 계좌는 존재하지 않거나 고객님의 계좌가 아닙니다.',
  account_not_active: '이 계좌는 활성 상태가 아닙니다. 브로커에 문의해 주세요.',
  instrument_not_found: [
    '이 계좌에서는 “{instrument}” 심볼을 거래할 수 없습니다.',
    '이 계좌에서는 이 심볼을 거래할 수 없습니다.',
  ],
  order_not_found: ['이 계좌에 주문 {orderId} 항목이 없습니다.', '이 계좌에 해당 주문이 없습니다.'],
  position_not_found: [
    '이 계좌에 오픈 포지션 {positionId} 항목이 없습니다.',
    '이 계좌에 해당 오픈 포지션이 없습니다.',
  ],

  qty_not_positive: '수량은 0보다 커야 합니다.',
  qty_below_min: [
    '수량 {qty}: 너무 작습니다. 최소 수량은 {min}랏입니다.',
    '수량이 이 심볼의 최소 수량보다 작습니다. 늘려 주세요.',
  ],
  qty_above_max: [
    '수량 {qty}: 너무 큽니다. 최대 수량은 {max}랏입니다.',
    '수량이 이 심볼의 최대 수량보다 큽니다. 줄여 주세요.',
  ],
  qty_off_step: [
    '수량 {qty}: {step}랏 단위에 맞지 않습니다. 가장 가까운 유효 수량은 {nearest}입니다.',
    '수량 {qty}: {step}랏 단위에 맞지 않습니다.',
    '수량이 이 심볼의 단위에 맞지 않습니다. 변경해 주세요.',
  ],
  price_not_positive: ['{field}: 값은 0보다 커야 합니다.', '가격은 0보다 커야 합니다.'],
  price_off_tick: [
    '{field} {price}: 틱 크기 {tick}에 맞지 않습니다. 가장 가까운 유효 가격은 {nearest}입니다.',
    '가격 {price}: 틱 크기 {tick}에 맞지 않습니다. 가장 가까운 유효 가격은 {nearest}입니다.',
    '가격이 이 심볼의 틱 크기에 맞지 않습니다. 변경해 주세요.',
  ],
  limit_price_missing: '지정가 주문에는 지정가가 필요합니다. 입력해 주세요.',
  stop_price_missing: '스탑 주문에는 스탑 가격이 필요합니다. 입력해 주세요.',
  stop_price_wrong_side: [
    '스탑 가격 {price}: 현재 시장가 {market} 기준으로 잘못된 쪽에 있습니다. 매수 주문의 스탑 가격은 시장가보다 높고 매도 주문은 낮아야 합니다.',
    '스탑 가격이 시장가 기준으로 잘못된 쪽에 있습니다. 매수 주문의 스탑 가격은 시장가보다 높고 매도 주문은 낮아야 합니다.',
  ],
  stop_loss_wrong_side: [
    '스탑로스 {price}: {reference} 기준으로 잘못된 쪽에 있습니다. 매수 시에는 가격보다 낮고 매도 시에는 높아야 합니다.',
    '스탑로스가 가격 기준으로 잘못된 쪽에 있습니다. 매수 시에는 가격보다 낮고 매도 시에는 높아야 합니다.',
  ],
  take_profit_wrong_side: [
    '테이크프로핏 {price}: {reference} 기준으로 잘못된 쪽에 있습니다. 매수 시에는 가격보다 높고 매도 시에는 낮아야 합니다.',
    '테이크프로핏이 가격 기준으로 잘못된 쪽에 있습니다. 매수 시에는 가격보다 높고 매도 시에는 낮아야 합니다.',
  ],
  brackets_unsupported: '브로커가 이 계좌에서 스탑로스나 테이크프로핏을 허용하지 않습니다.',
  trailing_stop_unsupported:
    '브로커가 이 계좌에서 트레일링 스탑을 허용하지 않습니다. 대신 고정 스탑로스를 사용해 주세요.',
  trailing_stop_not_positive: '트레일링 스탑의 간격은 0보다 커야 합니다.',
  trailing_stop_off_step: [
    '트레일링 스탑의 간격은 {step}핍의 배수여야 합니다. {pips}에 가장 가까운 값은 {nearest}입니다.',
    '이 트레일링 스탑 간격은 최소 단위의 배수가 아닙니다.',
  ],
  trailing_stop_with_stop_loss: '스탑로스와 트레일링 스탑 중 하나만 선택해 주세요.',
  partial_close_unsupported:
    '브로커가 이 계좌에서 포지션의 일부 청산을 허용하지 않습니다. 대신 포지션 전체를 청산해 주세요.',
  close_qty_above_position: [
    '{qty}랏을 청산할 수 없습니다. 보유 수량은 {open}랏뿐입니다.',
    '보유 수량보다 많이 청산할 수 없습니다. 수량을 줄여 주세요.',
  ],
  leverage_fixed: [
    '이 계좌의 레버리지는 브로커가 1:{leverage}(으)로 설정했으며 여기에서 변경할 수 없습니다.',
    '이 계좌의 레버리지는 브로커가 설정했으며 여기에서 변경할 수 없습니다.',
  ],
  leverage_unknown: [
    '브로커가 {instrument}의 레버리지를 공개하지 않습니다.',
    '브로커가 이 심볼의 레버리지를 공개하지 않습니다.',
  ],

  market_closed: '이 심볼의 시장이 마감되었습니다. 개장 후 다시 시도해 주세요.',
  margin_too_low: '이 계좌의 여유 증거금이 부족합니다. 수량을 줄이거나 자금을 추가해 주세요.',
  closing_only: '현재 이 심볼에서는 포지션 청산만 가능합니다.',
  order_type_not_allowed_now:
    '현재 이 심볼에서는 이 유형의 주문을 할 수 없습니다. 다른 유형을 시도해 주세요.',
  order_already_final: [
    '주문 {orderId}: 이미 체결되었거나 취소되어 더 이상 변경할 수 없습니다.',
    '주문이 이미 체결되었거나 취소되어 더 이상 변경할 수 없습니다.',
  ],
  level_refused: [
    '브로커가 스탑로스 또는 테이크프로핏을 받아들이지 않았습니다: {reason}',
    '브로커가 스탑로스 또는 테이크프로핏을 받아들이지 않았습니다. 시장가에 너무 가까울 수 있습니다.',
  ],
  bracket_not_removed:
    '스탑로스 또는 테이크프로핏을 제거하지 못했습니다. 주문을 확인한 후 다시 시도해 주세요.',
  rejected: ['브로커가 요청을 거부했습니다: {reason}', '브로커가 이유를 밝히지 않고 요청을 거부했습니다.'],

  request_id_reused:
    '이 요청은 이미 다른 주문에 사용되어 아무 주문도 접수되지 않았습니다. 다시 주문해 주세요.',
  outcome_unknown:
    '브로커가 요청을 확인하지 않아 실행되었을 수도 있고 아닐 수도 있습니다. 다시 시도하기 전에 주문과 포지션을 확인해 주세요.',

  upstream_unavailable: '현재 브로커에 연결할 수 없습니다. 1분 후에 다시 시도해 주세요.',
  upstream_timeout: '브로커의 응답이 너무 오래 걸렸습니다. 잠시 후 다시 시도해 주세요.',
  upstream_malformed: '브로커가 이해할 수 없는 응답을 보냈습니다. 잠시 후 다시 시도해 주세요.',
  rate_limited: [
    '브로커가 너무 많은 요청을 받고 있습니다. {seconds}초 후에 다시 시도해 주세요.',
    '브로커가 너무 많은 요청을 받고 있습니다. 몇 초 후에 다시 시도해 주세요.',
  ],
  too_busy: [
    '현재 대기 중인 요청이 너무 많습니다. {seconds}초 후에 다시 시도해 주세요.',
    '현재 대기 중인 요청이 너무 많습니다. 몇 초 후에 다시 시도해 주세요.',
  ],
  no_turn: '현재 주문을 안전하게 접수할 수 없어 이 주문은 접수되지 않았습니다. 1분 후에 다시 시도해 주세요.',
  catalogue_loading: '심볼 목록을 아직 불러오는 중입니다. 1분 후에 다시 시도해 주세요.',
  data_feed_unconfigured:
    '이 게이트웨이는 시장 데이터를 제공하지 않습니다. 운영자가 데이터를 읽을 계정을 설정하지 않았습니다.',
  data_feed_unavailable: '현재 시장 데이터를 읽을 수 없습니다. 1분 후에 다시 시도해 주세요.',
  history_range_too_long: [
    '기간이 너무 깁니다. 한 번에 최대 {bars}개의 봉을 읽을 수 있습니다. 더 짧은 기간을 요청해 주세요.',
    '기간이 너무 길어 한 번에 읽을 수 없습니다. 더 짧은 기간을 요청해 주세요.',
  ],

  note_refused_by_broker: ['브로커가 거부함: {reason}', '브로커가 거부했습니다.'],
  note_expired: '주문이 만료되었습니다.',
  note_bracket_moved_to_position: '주문이 체결되었습니다. 이 레벨은 이제 포지션을 보호합니다.',
  note_bracket_removed: '이 레벨이 제거되었습니다.',
  note_parent_ended: '이 레벨이 보호하던 주문 또는 포지션이 종료되었습니다.',

  warning_market_closed: '이 심볼의 시장이 마감되었습니다. 주문이 거부되거나 개장까지 대기할 수 있습니다.',
  warning_margin_too_low: '이 계좌의 여유 증거금이 주문에 부족할 수 있습니다.',
  warning_trading_halted: '이 심볼의 거래가 중단되었습니다. 주문이 거부될 수 있습니다.',
}
