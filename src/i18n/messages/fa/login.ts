import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['ورود به {broker}', 'ورود'],
  login_email: 'ایمیل',
  login_password: 'رمز عبور',
  login_server: 'سرور',
  login_server_demo: 'آزمایشی',
  login_server_live: 'واقعی',
  login_submit: 'ورود',

  login_email_missing: 'لطفاً ایمیل خود را وارد کنید.',
  login_password_missing: 'لطفاً رمز عبور خود را وارد کنید.',
  login_server_missing: 'لطفاً یک سرور انتخاب کنید.',
  login_wrong_credentials: 'ایمیل یا رمز عبور درست نیست. لطفاً هر دو را بررسی کنید و دوباره تلاش کنید.',
  login_locked: [
    'این ورود قفل شده است. لطفاً با {broker} تماس بگیرید.',
    'این ورود قفل شده است. لطفاً با کارگزار خود تماس بگیرید.',
  ],
  login_too_many_attempts: [
    'تلاش‌های ورود بیش از حد است. لطفاً {minutes} دقیقه دیگر دوباره تلاش کنید.',
    'تلاش‌های ورود بیش از حد است. لطفاً {seconds} ثانیه دیگر دوباره تلاش کنید.',
    'تلاش‌های ورود بیش از حد است. لطفاً چند دقیقه دیگر دوباره تلاش کنید.',
  ],
  login_upstream_down: [
    'در حال حاضر دسترسی به {broker} ممکن نیست. لطفاً یک دقیقه دیگر دوباره تلاش کنید.',
    'در حال حاضر دسترسی به کارگزار ممکن نیست. لطفاً یک دقیقه دیگر دوباره تلاش کنید.',
  ],
  login_page_expired: 'این صفحه بیش از حد باز مانده است. لطفاً دوباره وارد شوید.',
  login_cookies_missing:
    'این صفحه به کوکی نیاز دارد. لطفاً کوکی‌ها را در مرورگر خود مجاز کنید و دوباره وارد شوید.',

  login_failed_title: 'ورود ممکن نیست',
  login_link_invalid: 'این پیوند ورود معتبر نیست. لطفاً این صفحه را ببندید و دوباره از TradingView شروع کنید.',
  login_signed_out_title: 'شما خارج شدید',
  login_signed_out: 'اکنون می‌توانید این صفحه را ببندید.',
}
