import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['تسجيل الدخول إلى {broker}', 'تسجيل الدخول'],
  login_email: 'البريد الإلكتروني',
  login_password: 'كلمة المرور',
  login_server: 'الخادم',
  login_server_demo: 'تجريبي',
  login_server_live: 'حقيقي',
  login_submit: 'تسجيل الدخول',

  login_email_missing: 'يرجى إدخال بريدك الإلكتروني.',
  login_password_missing: 'يرجى إدخال كلمة المرور.',
  login_server_missing: 'يرجى اختيار خادم.',
  login_wrong_credentials:
    'البريد الإلكتروني أو كلمة المرور غير صحيحة. يرجى التحقق منهما والمحاولة مرة أخرى.',
  login_locked: ['هذا الحساب مقفل. يرجى التواصل مع {broker}.', 'هذا الحساب مقفل. يرجى التواصل مع وسيطك.'],
  login_too_many_attempts: [
    'محاولات تسجيل دخول كثيرة جدًا. يرجى المحاولة مرة أخرى بعد {minutes} د.',
    'محاولات تسجيل دخول كثيرة جدًا. يرجى المحاولة مرة أخرى بعد {seconds} ث.',
    'محاولات تسجيل دخول كثيرة جدًا. يرجى المحاولة مرة أخرى بعد بضع دقائق.',
  ],
  login_upstream_down: [
    'لا يمكن الوصول إلى {broker} حاليًا. يرجى المحاولة مرة أخرى بعد دقيقة.',
    'لا يمكن الوصول إلى الوسيط حاليًا. يرجى المحاولة مرة أخرى بعد دقيقة.',
  ],
  login_page_expired: 'ظلت هذه الصفحة مفتوحة لفترة طويلة جدًا. يرجى تسجيل الدخول مرة أخرى.',
  login_cookies_missing:
    'تحتاج هذه الصفحة إلى ملفات تعريف الارتباط. يرجى السماح بها في متصفحك وتسجيل الدخول مرة أخرى.',

  login_failed_title: 'تعذر تسجيل الدخول',
  login_link_invalid: 'رابط تسجيل الدخول هذا غير صالح. يرجى إغلاق هذه الصفحة والبدء من جديد من TradingView.',
  login_signed_out_title: 'تم تسجيل خروجك',
  login_signed_out: 'يمكنك إغلاق هذه الصفحة الآن.',
}
