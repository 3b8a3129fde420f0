import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Đăng nhập vào {broker}', 'Đăng nhập'],
  login_email: 'Địa chỉ email',
  login_password: 'Mật khẩu',
  login_server: 'Máy chủ',
  login_server_demo: 'Thử nghiệm',
  login_server_live: 'Thực',
  login_submit: 'Đăng nhập',

  login_email_missing: 'Vui lòng nhập địa chỉ email.',
  login_password_missing: 'Vui lòng nhập mật khẩu.',
  login_server_missing: 'Vui lòng chọn máy chủ.',
  login_wrong_credentials: 'Địa chỉ email hoặc mật khẩu không đúng. Vui lòng kiểm tra cả hai và thử lại.',
  login_locked: [
    'Tài khoản đăng nhập này đã bị khóa. Vui lòng liên hệ {broker}.',
    'Tài khoản đăng nhập này đã bị khóa. Vui lòng liên hệ nhà môi giới của bạn.',
  ],
  login_too_many_attempts: [
    'Quá nhiều lần đăng nhập. Vui lòng thử lại sau {minutes} phút.',
    'Quá nhiều lần đăng nhập. Vui lòng thử lại sau {seconds} giây.',
    'Quá nhiều lần đăng nhập. Vui lòng thử lại sau vài phút.',
  ],
  login_upstream_down: [
    'Hiện không thể kết nối với {broker}. Vui lòng thử lại sau một phút.',
    'Hiện không thể kết nối với nhà môi giới. Vui lòng thử lại sau một phút.',
  ],
  login_page_expired: 'Trang này đã mở quá lâu. Vui lòng đăng nhập lại.',
  login_cookies_missing:
    'Trang này cần cookie. Vui lòng cho phép cookie trong trình duyệt rồi đăng nhập lại.',

  login_failed_title: 'Không thể đăng nhập',
  login_link_invalid:
    'Liên kết đăng nhập này không hợp lệ. Vui lòng đóng trang này và bắt đầu lại từ TradingView.',
  login_signed_out_title: 'Bạn đã đăng xuất',
  login_signed_out: 'Bây giờ bạn có thể đóng trang này.',
}
