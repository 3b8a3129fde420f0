import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Yêu cầu thiếu trường “{field}”.', 'Yêu cầu thiếu một trường bắt buộc.'],
  field_invalid: [
    'Trường “{field}” không hợp lệ. Cần có: {expected}.',
    'Trường “{field}” không hợp lệ.',
    'Một trường của yêu cầu không hợp lệ.',
  ],
  too_many_symbols: [
    '{count} mã được yêu cầu cùng lúc, nhưng tối đa chỉ {max}. Hãy yêu cầu ít hơn.',
    'Quá nhiều mã được yêu cầu cùng lúc. Hãy yêu cầu ít hơn.',
  ],
  unknown_route: 'Không có gì tại địa chỉ này.',
  method_not_allowed: [
    'Địa chỉ này không hỗ trợ phương thức đó. Hỗ trợ: {allowed}.',
    'Địa chỉ này không hỗ trợ phương thức đó.',
  ],
  body_too_large: 'Yêu cầu quá lớn.',
  body_malformed: 'Không thể đọc nội dung của yêu cầu.',
  url_malformed: 'Không thể đọc địa chỉ của yêu cầu.',
  url_too_long: 'Địa chỉ của yêu cầu quá dài.',
  unsupported_body: 'Nội dung phải được gửi dưới dạng biểu mẫu (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Nhà môi giới này không cung cấp: {feature}.',
    'Nhà môi giới này không cung cấp tính năng đó.',
  ],
  confirm_mismatch: 'Lệnh khác với lệnh đã xem trước. Vui lòng xem trước lại.',
  internal_error: 'Đã xảy ra sự cố ở phía chúng tôi. Vui lòng thử lại sau giây lát.',
  with_reference: [
    '{sentence} (Mã tham chiếu: {reference})',
    '{sentence}',
    'Đã xảy ra sự cố ở phía chúng tôi.',
  ],

  expected_above_zero: 'một số lớn hơn 0',
  expected_characters: 'tối đa {max} ký tự',
  expected_duration: '{duration} với lệnh loại {type}',
  expected_in_body: 'giá trị trong nội dung của yêu cầu',
  expected_no_price: 'để trống với lệnh loại {type}',
  expected_number: 'một số thường có tối đa {max} chữ số',
  expected_one_of: 'một trong các giá trị {choices}',
  expected_one_value: 'một giá trị duy nhất',
  expected_price: 'một mức giá lớn hơn 0',
  expected_request_id: '1 đến 64 chữ cái, chữ số, dấu gạch nối hoặc gạch dưới',
  expected_same_id: 'mã của lệnh trong địa chỉ',
  expected_short_names: 'các tên có tối đa {max} ký tự',
  expected_whole_number: 'một số nguyên lớn hơn 0',

  feature_expiring_orders: 'lệnh hết hạn vào thời điểm bạn chọn',
  feature_guaranteed_stops: 'lệnh dừng được đảm bảo',
  feature_password_login: 'đăng nhập bằng mật khẩu',
  feature_reversing: 'đảo chiều vị thế',
  feature_stop_limit: 'lệnh dừng-giới hạn',

  field_accountId: 'Tài khoản',
  field_limitPrice: 'Giá giới hạn',
  field_maxCount: 'Số mục',
  field_qty: 'Khối lượng',
  field_stopLoss: 'Cắt lỗ',
  field_stopPrice: 'Giá dừng',
  field_takeProfit: 'Chốt lời',
  field_trailingStopPips: 'Khoảng cách dừng theo sau',
}
