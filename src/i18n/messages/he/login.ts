import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['התחברות אל {broker}', 'התחברות'],
  login_email: 'דוא"ל',
  login_password: 'סיסמה',
  login_server: 'שרת',
  login_server_demo: 'דמו',
  login_server_live: 'אמיתי',
  login_submit: 'התחברות',

  login_email_missing: 'יש להזין כתובת דוא"ל.',
  login_password_missing: 'יש להזין סיסמה.',
  login_server_missing: 'יש לבחור שרת.',
  login_wrong_credentials: 'כתובת הדוא"ל או הסיסמה שגויות. יש לבדוק את שתיהן ולנסות שוב.',
  login_locked: ['התחברות זו נעולה. יש לפנות אל {broker}.', 'התחברות זו נעולה. יש לפנות לברוקר שלך.'],
  login_too_many_attempts: [
    "יותר מדי ניסיונות התחברות. יש לנסות שוב בעוד {minutes} דק'.",
    "יותר מדי ניסיונות התחברות. יש לנסות שוב בעוד {seconds} שנ'.",
    'יותר מדי ניסיונות התחברות. יש לנסות שוב בעוד כמה דקות.',
  ],
  login_upstream_down: [
    'לא ניתן להגיע אל {broker} כרגע. יש לנסות שוב בעוד דקה.',
    'לא ניתן להגיע לברוקר כרגע. יש לנסות שוב בעוד דקה.',
  ],
  login_page_expired: 'דף זה היה פתוח זמן רב מדי. יש להתחבר מחדש.',
  login_cookies_missing: 'דף זה זקוק לעוגיות. יש לאפשר אותן בדפדפן ולהתחבר מחדש.',

  login_failed_title: 'לא ניתן להתחבר',
  login_link_invalid: 'קישור ההתחברות אינו תקף. יש לסגור דף זה ולהתחיל מחדש מ-TradingView.',
  login_signed_out_title: 'התנתקת',
  login_signed_out: 'ניתן לסגור דף זה כעת.',
}
