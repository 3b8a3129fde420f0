import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['登入 {broker}', '登入'],
  login_email: '電子郵件',
  login_password: '密碼',
  login_server: '伺服器',
  login_server_demo: '模擬',
  login_server_live: '真實',
  login_submit: '登入',

  login_email_missing: '請輸入您的電子郵件。',
  login_password_missing: '請輸入您的密碼。',
  login_server_missing: '請選擇伺服器。',
  login_wrong_credentials: '電子郵件或密碼不正確。請檢查後再試一次。',
  login_locked: ['此登入已遭鎖定。請聯絡 {broker}。', '此登入已遭鎖定。請聯絡您的經紀商。'],
  login_too_many_attempts: [
    '登入嘗試次數過多。請在 {minutes} 分鐘後再試一次。',
    '登入嘗試次數過多。請在 {seconds} 秒後再試一次。',
    '登入嘗試次數過多。請在幾分鐘後再試一次。',
  ],
  login_upstream_down: [
    '目前無法連線至 {broker}。請在一分鐘後再試一次。',
    '目前無法連線至經紀商。請在一分鐘後再試一次。',
  ],
  login_page_expired: '此頁面開啟時間過長。請重新登入。',
  login_cookies_missing: '此頁面需要使用 Cookie。請在瀏覽器中允許 Cookie，然後重新登入。',

  login_failed_title: '無法登入',
  login_link_invalid: '此登入連結無效。請關閉此頁面，並從 TradingView 重新開始。',
  login_signed_out_title: '您已登出',
  login_signed_out: '現在可以關閉此頁面。',
}
