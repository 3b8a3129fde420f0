import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: '登录名或密码不正确。请检查后重试。',
  unknown_server: [
    '没有名为“{server}”的服务器。请仅使用电子邮箱登录，或使用 服务器\\邮箱 的形式。',
    '未知的服务器。请仅使用电子邮箱登录，或使用 服务器\\邮箱 的形式。',
  ],
  login_throttled: [
    '登录尝试次数过多。请等待 {seconds} 秒后重试。',
    '登录尝试次数过多。请等待几分钟后重试。',
  ],
  session_expired: '您的会话已结束。请重新登录。',

  account_not_found: '该账户不存在或不属于您。',
  account_not_active: '该账户未启用。请联系您的经纪商。',
  instrument_not_found: ['该账户无法交易商品“{instrument}”。', '该账户无法交易此商品。'],
  order_not_found: ['该账户中没有订单 {orderId}。', '该账户中没有此订单。'],
  position_not_found: ['该账户中没有未平仓持仓 {positionId}。', '该账户中没有此未平仓持仓。'],

  qty_not_positive: '数量必须大于零。',
  qty_below_min: ['数量 {qty} 过小。最小值为 {min} 手。', '数量低于此商品的最小值。请增加数量。'],
  qty_above_max: ['数量 {qty} 过大。最大值为 {max} 手。', '数量高于此商品的最大值。请减少数量。'],
  qty_off_step: [
    '数量 {qty} 不符合 {step} 手的步长。最接近的有效数量为 {nearest}。',
    '数量 {qty} 不符合 {step} 手的步长。',
    '数量不符合此商品的步长。请修改。',
  ],
  price_not_positive: ['{field}：数值必须大于零。', '价格必须大于零。'],
  price_off_tick: [
    '{field}：{price} 不符合最小变动价位 {tick}。最接近的有效价格为 {nearest}。',
    '价格 {price} 不符合最小变动价位 {tick}。最接近的有效价格为 {nearest}。',
    '价格不符合此商品的最小变动价位。请修改。',
  ],
  limit_price_missing: '限价单需要限价。请输入。',
  stop_price_missing: '止损单需要触发价。请输入。',
  stop_price_wrong_side: [
    '触发价 {price} 位于市场价 {market} 的错误一侧。买入单的触发价必须高于市场价，卖出单的必须低于市场价。',
    '触发价位于市场价的错误一侧。买入单的触发价必须高于市场价，卖出单的必须低于市场价。',
  ],
  stop_loss_wrong_side: [
    '止损 {price} 位于 {reference} 的错误一侧。买入时必须低于价格，卖出时必须高于价格。',
    '止损位于价格的错误一侧。买入时必须低于价格，卖出时必须高于价格。',
  ],
  take_profit_wrong_side: [
    '止盈 {price} 位于 {reference} 的错误一侧。买入时必须高于价格，卖出时必须低于价格。',
    '止盈位于价格的错误一侧。买入时必须高于价格，卖出时必须低于价格。',
  ],
  brackets_unsupported: '您的经纪商不允许在该账户中使用止损或止盈。',
  trailing_stop_unsupported: '您的经纪商不允许在该账户中使用追踪止损。请改用固定止损。',
  trailing_stop_not_positive: '追踪止损的距离必须大于零。',
  trailing_stop_off_step: [
    '追踪止损的距离必须是 {step} 点的倍数。最接近 {pips} 的值为 {nearest}。',
    '此追踪止损距离不是最小步长的倍数。',
  ],
  trailing_stop_with_stop_loss: '止损和追踪止损只能选择其一。',
  partial_close_unsupported: '您的经纪商不允许在该账户中部分平仓。请全部平仓。',
  close_qty_above_position: [
    '无法平仓 {qty} 手：未平仓数量仅为 {open} 手。',
    '平仓数量不能超过持仓数量。请减少数量。',
  ],
  leverage_fixed: [
    '该账户的杠杆由您的经纪商设定为 1:{leverage}，无法在此更改。',
    '该账户的杠杆由您的经纪商设定，无法在此更改。',
  ],
  leverage_unknown: ['您的经纪商未公布 {instrument} 的杠杆。', '您的经纪商未公布此商品的杠杆。'],

  market_closed: '此商品的市场已休市。请在开市后重试。',
  margin_too_low: '该账户的可用保证金不足。请减少数量或追加资金。',
  closing_only: '目前此商品只能平仓。',
  order_type_not_allowed_now: '目前此商品不能使用这种订单类型。请尝试其他类型。',
  order_already_final: ['订单 {orderId} 已成交或已取消，无法再更改。', '订单已成交或已取消，无法再更改。'],
  level_refused: ['经纪商未接受止损或止盈：{reason}', '经纪商未接受止损或止盈。可能距离市场价过近。'],
  bracket_not_removed: '无法移除止损或止盈。请检查订单后重试。',
  rejected: ['经纪商拒绝了请求：{reason}', '经纪商拒绝了请求，未说明原因。'],

  request_id_reused: '此请求已用于另一笔订单，因此未下单。请重新下单。',
  outcome_unknown: '经纪商未确认此请求，它可能已执行，也可能未执行。请在重试前检查您的订单和持仓。',

  upstream_unavailable: '目前无法连接经纪商。请在一分钟后重试。',
  upstream_timeout: '经纪商响应时间过长。请稍后重试。',
  upstream_malformed: '经纪商返回了无法识别的响应。请稍后重试。',
  rate_limited: ['经纪商收到的请求过多。请在 {seconds} 秒后重试。', '经纪商收到的请求过多。请在几秒后重试。'],
  too_busy: ['目前等待中的请求过多。请在 {seconds} 秒后重试。', '目前等待中的请求过多。请在几秒后重试。'],
  no_turn: '目前无法安全下单，因此未提交此订单。请在一分钟后重试。',
  catalogue_loading: '商品列表仍在加载。请在一分钟后重试。',
  data_feed_unconfigured: '此网关不提供市场数据：运营方未设置用于读取数据的账户。',
  data_feed_unavailable: '目前无法读取市场数据。请在一分钟后重试。',
  history_range_too_long: [
    '时间范围过长：一次最多可读取 {bars} 根K线。请缩短范围。',
    '时间范围过长，无法一次读取。请缩短范围。',
  ],

  note_refused_by_broker: ['被经纪商拒绝：{reason}', '被经纪商拒绝。'],
  note_expired: '订单已过期。',
  note_bracket_moved_to_position: '订单已成交：此价位现在保护该持仓。',
  note_bracket_removed: '此价位已移除。',
  note_parent_ended: '此价位所保护的订单或持仓已结束。',

  warning_market_closed: '此商品的市场已休市：订单可能被拒绝或等待开市。',
  warning_margin_too_low: '该账户的可用保证金可能不足以支持此订单。',
  warning_trading_halted: '此商品已暂停交易：订单可能被拒绝。',
}
