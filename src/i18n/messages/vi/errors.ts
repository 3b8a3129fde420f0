import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Tên đăng nhập hoặc mật khẩu không đúng. Vui lòng kiểm tra cả hai và thử lại.',
  unknown_server: [
    'Không có máy chủ nào tên “{server}”. Hãy đăng nhập chỉ bằng địa chỉ email, hoặc theo dạng máy chủ\\email.',
    'Không nhận ra máy chủ này. Hãy đăng nhập chỉ bằng địa chỉ email, hoặc theo dạng máy chủ\\email.',
  ],
  login_throttled: [
    'Quá nhiều lần đăng nhập. Vui lòng chờ {seconds} giây rồi thử lại.',
    'Quá nhiều lần đăng nhập. Vui lòng chờ vài phút rồi thử lại.',
  ],
  session_expired: 'Phiên của bạn đã kết thúc. Vui lòng đăng nhập lại.',

  account_not_found: 'Tài khoản này không tồn tại hoặc không thuộc về bạn.',
  account_not_active: 'Tài khoản này không hoạt động. Vui lòng liên hệ nhà môi giới của bạn.',
  instrument_not_found: [
    'Không thể giao dịch mã “{instrument}” trong tài khoản này.',
    'Không thể giao dịch mã này trong tài khoản này.',
  ],
  order_not_found: [
    'Không có lệnh {orderId} trong tài khoản này.',
    'Không có lệnh như vậy trong tài khoản này.',
  ],
  position_not_found: [
    'Không có vị thế mở {positionId} trong tài khoản này.',
    'Không có vị thế mở như vậy trong tài khoản này.',
  ],

  qty_not_positive: 'Khối lượng phải lớn hơn 0.',
  qty_below_min: [
    'Khối lượng {qty} quá nhỏ. Tối thiểu là {min} lot.',
    'Khối lượng thấp hơn mức tối thiểu của mã này. Vui lòng tăng lên.',
  ],
  qty_above_max: [
    'Khối lượng {qty} quá lớn. Tối đa là {max} lot.',
    'Khối lượng cao hơn mức tối đa của mã này. Vui lòng giảm xuống.',
  ],
  qty_off_step: [
    'Khối lượng {qty} không khớp với bước {step} lot. Khối lượng hợp lệ gần nhất là {nearest}.',
    'Khối lượng {qty} không khớp với bước {step} lot.',
    'Khối lượng không khớp với bước của mã này. Vui lòng thay đổi.',
  ],
  price_not_positive: ['{field}: giá trị phải lớn hơn 0.', 'Giá phải lớn hơn 0.'],
  price_off_tick: [
    '{field}: {price} không khớp với bước giá {tick}. Giá hợp lệ gần nhất là {nearest}.',
    'Giá {price} không khớp với bước giá {tick}. Giá hợp lệ gần nhất là {nearest}.',
    'Giá không khớp với bước giá của mã này. Vui lòng thay đổi.',
  ],
  limit_price_missing: 'Lệnh giới hạn cần có giá giới hạn. Vui lòng nhập giá.',
  stop_price_missing: 'Lệnh dừng cần có giá dừng. Vui lòng nhập giá.',
  stop_price_wrong_side: [
    'Giá dừng {price} nằm sai phía của thị trường, đang ở mức {market}. Giá dừng của lệnh mua phải cao hơn thị trường, của lệnh bán phải thấp hơn.',
    'Giá dừng nằm sai phía của thị trường. Giá dừng của lệnh mua phải cao hơn thị trường, của lệnh bán phải thấp hơn.',
  ],
  stop_loss_wrong_side: [
    'Mức cắt lỗ {price} nằm sai phía của {reference}. Mức này phải thấp hơn giá khi mua và cao hơn giá khi bán.',
    'Mức cắt lỗ nằm sai phía của giá. Mức này phải thấp hơn giá khi mua và cao hơn giá khi bán.',
  ],
  take_profit_wrong_side: [
    'Mức chốt lời {price} nằm sai phía của {reference}. Mức này phải cao hơn giá khi mua và thấp hơn giá khi bán.',
    'Mức chốt lời nằm sai phía của giá. Mức này phải cao hơn giá khi mua và thấp hơn giá khi bán.',
  ],
  brackets_unsupported: 'Nhà môi giới của bạn không cho phép cắt lỗ hoặc chốt lời trong tài khoản này.',
  trailing_stop_unsupported:
    'Nhà môi giới của bạn không cho phép dừng theo sau trong tài khoản này. Hãy dùng mức cắt lỗ cố định.',
  trailing_stop_not_positive: 'Khoảng cách của lệnh dừng theo sau phải lớn hơn 0.',
  trailing_stop_off_step: [
    'Khoảng cách dừng theo sau phải là bội số của {step} pip. Giá trị gần {pips} nhất là {nearest}.',
    'Khoảng cách dừng theo sau này không phải bội số của bước nhỏ nhất.',
  ],
  trailing_stop_with_stop_loss: 'Hãy chọn cắt lỗ hoặc dừng theo sau, không chọn cả hai.',
  partial_close_unsupported:
    'Nhà môi giới của bạn không cho phép đóng một phần vị thế trong tài khoản này. Hãy đóng toàn bộ vị thế.',
  close_qty_above_position: [
    'Bạn không thể đóng {qty} lot: chỉ có {open} lot đang mở.',
    'Bạn không thể đóng nhiều hơn khối lượng đang mở. Vui lòng giảm khối lượng.',
  ],
  leverage_fixed: [
    'Đòn bẩy của tài khoản này do nhà môi giới đặt ở mức 1:{leverage} và không thể thay đổi tại đây.',
    'Đòn bẩy của tài khoản này do nhà môi giới đặt và không thể thay đổi tại đây.',
  ],
  leverage_unknown: [
    'Nhà môi giới của bạn không công bố đòn bẩy cho {instrument}.',
    'Nhà môi giới của bạn không công bố đòn bẩy cho mã này.',
  ],

  market_closed: 'Thị trường của mã này đang đóng cửa. Vui lòng thử lại khi mở cửa.',
  margin_too_low: 'Tài khoản này không đủ ký quỹ khả dụng. Hãy giảm khối lượng hoặc nạp thêm tiền.',
  closing_only: 'Hiện tại chỉ có thể đóng vị thế đối với mã này.',
  order_type_not_allowed_now: 'Loại lệnh này hiện không dùng được cho mã này. Hãy thử loại khác.',
  order_already_final: [
    'Lệnh {orderId} đã khớp hoặc đã bị hủy nên không thể thay đổi nữa.',
    'Lệnh đã khớp hoặc đã bị hủy nên không thể thay đổi nữa.',
  ],
  level_refused: [
    'Nhà môi giới không chấp nhận mức cắt lỗ hoặc chốt lời: {reason}',
    'Nhà môi giới không chấp nhận mức cắt lỗ hoặc chốt lời. Có thể mức này quá gần thị trường.',
  ],
  bracket_not_removed: 'Không thể gỡ bỏ mức cắt lỗ hoặc chốt lời. Vui lòng kiểm tra lệnh và thử lại.',
  rejected: [
    'Nhà môi giới đã từ chối yêu cầu: {reason}',
    'Nhà môi giới đã từ chối yêu cầu mà không nêu lý do.',
  ],

  request_id_reused:
    'Yêu cầu này đã được dùng cho một lệnh khác nên chưa có lệnh nào được đặt. Vui lòng đặt lại lệnh.',
  outcome_unknown:
    'Nhà môi giới chưa xác nhận yêu cầu nên yêu cầu có thể đã hoặc chưa được thực hiện. Hãy kiểm tra các lệnh và vị thế trước khi thử lại.',

  upstream_unavailable: 'Hiện không thể kết nối với nhà môi giới. Vui lòng thử lại sau một phút.',
  upstream_timeout: 'Nhà môi giới trả lời quá lâu. Vui lòng thử lại sau giây lát.',
  upstream_malformed: 'Nhà môi giới gửi câu trả lời không thể hiểu được. Vui lòng thử lại sau giây lát.',
  rate_limited: [
    'Nhà môi giới đang nhận quá nhiều yêu cầu. Vui lòng thử lại sau {seconds} giây.',
    'Nhà môi giới đang nhận quá nhiều yêu cầu. Vui lòng thử lại sau vài giây.',
  ],
  too_busy: [
    'Hiện có quá nhiều yêu cầu đang chờ. Vui lòng thử lại sau {seconds} giây.',
    'Hiện có quá nhiều yêu cầu đang chờ. Vui lòng thử lại sau vài giây.',
  ],
  no_turn:
    'Hiện không thể đặt lệnh một cách an toàn nên lệnh này chưa được đặt. Vui lòng thử lại sau một phút.',
  catalogue_loading: 'Danh sách mã vẫn đang được tải. Vui lòng thử lại sau một phút.',
  data_feed_unconfigured:
    'Cổng này không cung cấp dữ liệu thị trường: đơn vị vận hành chưa thiết lập tài khoản để đọc dữ liệu.',
  data_feed_unavailable: 'Hiện không thể đọc dữ liệu thị trường. Vui lòng thử lại sau một phút.',
  history_range_too_long: [
    'Khoảng thời gian quá dài: mỗi lần chỉ đọc được tối đa {bars} thanh giá. Vui lòng yêu cầu khoảng ngắn hơn.',
    'Khoảng thời gian quá dài để đọc trong một lần. Vui lòng yêu cầu khoảng ngắn hơn.',
  ],

  note_refused_by_broker: ['Bị nhà môi giới từ chối: {reason}', 'Bị nhà môi giới từ chối.'],
  note_expired: 'Lệnh đã hết hạn.',
  note_bracket_moved_to_position: 'Lệnh đã khớp: mức này hiện bảo vệ vị thế.',
  note_bracket_removed: 'Mức này đã được gỡ bỏ.',
  note_parent_ended: 'Lệnh hoặc vị thế mà mức này bảo vệ đã kết thúc.',

  warning_market_closed:
    'Thị trường của mã này đang đóng cửa: lệnh có thể bị từ chối hoặc chờ đến khi mở cửa.',
  warning_margin_too_low: 'Tài khoản này có thể không đủ ký quỹ khả dụng cho lệnh.',
  warning_trading_halted: 'Giao dịch mã này đang tạm ngừng: lệnh có thể bị từ chối.',
}
