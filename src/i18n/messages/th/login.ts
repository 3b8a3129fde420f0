import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['เข้าสู่ระบบ {broker}', 'เข้าสู่ระบบ'],
  login_email: 'อีเมล',
  login_password: 'รหัสผ่าน',
  login_server: 'เซิร์ฟเวอร์',
  login_server_demo: 'ทดลอง',
  login_server_live: 'จริง',
  login_submit: 'เข้าสู่ระบบ',

  login_email_missing: 'โปรดระบุอีเมลของคุณ',
  login_password_missing: 'โปรดระบุรหัสผ่านของคุณ',
  login_server_missing: 'โปรดเลือกเซิร์ฟเวอร์',
  login_wrong_credentials: 'อีเมลหรือรหัสผ่านไม่ถูกต้อง โปรดตรวจสอบทั้งสองอย่างแล้วลองอีกครั้ง',
  login_locked: ['การเข้าสู่ระบบนี้ถูกล็อก โปรดติดต่อ {broker}', 'การเข้าสู่ระบบนี้ถูกล็อก โปรดติดต่อโบรกเกอร์ของคุณ'],
  login_too_many_attempts: [
    'พยายามเข้าสู่ระบบมากเกินไป โปรดลองอีกครั้งใน {minutes} นาที',
    'พยายามเข้าสู่ระบบมากเกินไป โปรดลองอีกครั้งใน {seconds} วินาที',
    'พยายามเข้าสู่ระบบมากเกินไป โปรดลองอีกครั้งในไม่กี่นาที',
  ],
  login_upstream_down: [
    'ขณะนี้ติดต่อ {broker} ไม่ได้ โปรดลองอีกครั้งในหนึ่งนาที',
    'ขณะนี้ติดต่อโบรกเกอร์ไม่ได้ โปรดลองอีกครั้งในหนึ่งนาที',
  ],
  login_page_expired: 'หน้านี้เปิดไว้นานเกินไป โปรดเข้าสู่ระบบอีกครั้ง',
  login_cookies_missing: 'หน้านี้ต้องใช้คุกกี้ โปรดอนุญาตคุกกี้ในเบราว์เซอร์แล้วเข้าสู่ระบบอีกครั้ง',

  login_failed_title: 'ไม่สามารถเข้าสู่ระบบได้',
  login_link_invalid: 'ลิงก์เข้าสู่ระบบนี้ไม่ถูกต้อง โปรดปิดหน้านี้แล้วเริ่มใหม่จาก TradingView',
  login_signed_out_title: 'คุณออกจากระบบแล้ว',
  login_signed_out: 'คุณปิดหน้านี้ได้แล้ว',
}
