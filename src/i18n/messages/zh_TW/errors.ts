import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: '登入名稱或密碼不正確。請檢查後再試一次。',
  unknown_server: [
    '沒有名為「{server}」的伺服器。請僅使用電子郵件登入，或使用 伺服器\\電子郵件 的格式。',
    '未知的伺服器。請僅使用電子郵件登入，或使用 伺服器\\電子郵件 的格式。',
  ],
  login_throttled: [
    '登入嘗試次數過多。請等待 {seconds} 秒後再試一次。',
    '登入嘗試次數過多。請等待幾分鐘後再試一次。',
  ],
  session_expired: '您的工作階段已結束。請重新登入。',

  account_not_found: '此帳戶不存在或不屬於您。',
  account_not_active: '此帳戶未啟用。請聯絡您的經紀商。',
  instrument_not_found: ['此帳戶無法交易商品「{instrument}」。', '此帳戶無法交易此商品。'],
  order_not_found: ['此帳戶中沒有委託單 {orderId}。', '此帳戶中沒有此委託單。'],
  position_not_found: ['此帳戶中沒有未平倉部位 {positionId}。', '此帳戶中沒有此未平倉部位。'],

  qty_not_positive: '數量必須大於零。',
  qty_below_min: ['數量 {qty} 過小。最小值為 {min} 手。', '數量低於此商品的最小值。請增加數量。'],
  qty_above_max: ['數量 {qty} 過大。最大值為 {max} 手。', '數量高於此商品的最大值。請減少數量。'],
  qty_off_step: [
    '數量 {qty} 不符合 {step} 手的級距。最接近的有效數量為 {nearest}。',
    '數量 {qty} 不符合 {step} 手的級距。',
    '數量不符合此商品的級距。請修改。',
  ],
  price_not_positive: ['{field}：數值必須大於零。', '價格必須大於零。'],
  price_off_tick: [
    '{field}：{price} 不符合最小跳動點 {tick}。最接近的有效價格為 {nearest}。',
    '價格 {price} 不符合最小跳動點 {tick}。最接近的有效價格為 {nearest}。',
    '價格不符合此商品的最小跳動點。請修改。',
  ],
  limit_price_missing: '限價單需要限價。請輸入。',
  stop_price_missing: '停損單需要觸發價。請輸入。',
  stop_price_wrong_side: [
    '觸發價 {price} 位於市場價 {market} 的錯誤一側。買單的觸發價必須高於市場價，賣單的必須低於市場價。',
    '觸發價位於市場價的錯誤一側。買單的觸發價必須高於市場價，賣單的必須低於市場價。',
  ],
  stop_loss_wrong_side: [
    '停損 {price} 位於 {reference} 的錯誤一側。買進時必須低於價格，賣出時必須高於價格。',
    '停損位於價格的錯誤一側。買進時必須低於價格，賣出時必須高於價格。',
  ],
  take_profit_wrong_side: [
    '停利 {price} 位於 {reference} 的錯誤一側。買進時必須高於價格，賣出時必須低於價格。',
    '停利位於價格的錯誤一側。買進時必須高於價格，賣出時必須低於價格。',
  ],
  brackets_unsupported: '您的經紀商不允許在此帳戶中使用停損或停利。',
  trailing_stop_unsupported: '您的經紀商不允許在此帳戶中使用移動停損。請改用固定停損。',
  trailing_stop_not_positive: '移動停損的距離必須大於零。',
  trailing_stop_off_step: [
    '移動停損的距離必須是 {step} 點的倍數。最接近 {pips} 的值為 {nearest}。',
    '此移動停損距離不是最小級距的倍數。',
  ],
  trailing_stop_with_stop_loss: '停損和移動停損只能擇一。',
  partial_close_unsupported: '您的經紀商不允許在此帳戶中部分平倉。請全部平倉。',
  close_qty_above_position: [
    '無法平倉 {qty} 手：未平倉數量僅為 {open} 手。',
    '平倉數量不能超過持有數量。請減少數量。',
  ],
  leverage_fixed: [
    '此帳戶的槓桿由您的經紀商設定為 1:{leverage}，無法在此變更。',
    '此帳戶的槓桿由您的經紀商設定，無法在此變更。',
  ],
  leverage_unknown: ['您的經紀商未公布 {instrument} 的槓桿。', '您的經紀商未公布此商品的槓桿。'],

  market_closed: '此商品的市場已休市。請在開市後再試一次。',
  margin_too_low: '此帳戶的可用保證金不足。請減少數量或增加資金。',
  closing_only: '目前此商品只能平倉。',
  order_type_not_allowed_now: '目前此商品無法使用這種委託類型。請嘗試其他類型。',
  order_already_final: [
    '委託單 {orderId} 已成交或已取消，無法再變更。',
    '委託單已成交或已取消，無法再變更。',
  ],
  level_refused: ['經紀商未接受停損或停利：{reason}', '經紀商未接受停損或停利。可能距離市場價過近。'],
  bracket_not_removed: '無法移除停損或停利。請檢查委託單後再試一次。',
  rejected: ['經紀商拒絕了請求：{reason}', '經紀商拒絕了請求，未說明原因。'],

  request_id_reused: '此請求已用於另一筆委託單，因此未下單。請重新下單。',
  outcome_unknown: '經紀商未確認此請求，它可能已執行，也可能未執行。請在重試前檢查您的委託單和部位。',

  upstream_unavailable: '目前無法連線至經紀商。請在一分鐘後再試一次。',
  upstream_timeout: '經紀商回應時間過長。請稍後再試一次。',
  upstream_malformed: '經紀商傳回了無法辨識的回應。請稍後再試一次。',
  rate_limited: [
    '經紀商收到的請求過多。請在 {seconds} 秒後再試一次。',
    '經紀商收到的請求過多。請在幾秒後再試一次。',
  ],
  too_busy: [
    '目前等待中的請求過多。請在 {seconds} 秒後再試一次。',
    '目前等待中的請求過多。請在幾秒後再試一次。',
  ],
  no_turn: '目前無法安全下單，因此未送出此委託單。請在一分鐘後再試一次。',
  catalogue_loading: '商品清單仍在載入。請在一分鐘後再試一次。',
  data_feed_unconfigured: '此閘道不提供市場數據：營運方未設定用於讀取數據的帳戶。',
  data_feed_unavailable: '目前無法讀取市場數據。請在一分鐘後再試一次。',
  history_range_too_long: [
    '時間範圍過長：一次最多可讀取 {bars} 根K線。請縮短範圍。',
    '時間範圍過長，無法一次讀取。請縮短範圍。',
  ],

  note_refused_by_broker: ['遭經紀商拒絕：{reason}', '遭經紀商拒絕。'],
  note_expired: '委託單已到期。',
  note_bracket_moved_to_position: '委託單已成交：此價位現在保護該部位。',
  note_bracket_removed: '此價位已移除。',
  note_parent_ended: '此價位所保護的委託單或部位已結束。',

  warning_market_closed: '此商品的市場已休市：委託單可能遭拒絕或等待開市。',
  warning_margin_too_low: '此帳戶的可用保證金可能不足以支援此委託單。',
  warning_trading_halted: '此商品已暫停交易：委託單可能遭拒絕。',
}
