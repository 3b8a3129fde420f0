import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['{broker} girişi', 'Giriş'],
  login_email: 'E-posta',
  login_password: 'Parola',
  login_server: 'Sunucu',
  login_server_demo: 'Deneme',
  login_server_live: 'Gerçek',
  login_submit: 'Giriş yap',

  login_email_missing: 'Lütfen e-posta adresinizi girin.',
  login_password_missing: 'Lütfen parolanızı girin.',
  login_server_missing: 'Lütfen bir sunucu seçin.',
  login_wrong_credentials:
    'E-posta adresi veya parola doğru değil. Lütfen ikisini de kontrol edip tekrar deneyin.',
  login_locked: [
    'Bu giriş kilitli. Lütfen {broker} ile iletişime geçin.',
    'Bu giriş kilitli. Lütfen aracı kurumunuzla iletişime geçin.',
  ],
  login_too_many_attempts: [
    'Çok fazla giriş denemesi yapıldı. Lütfen {minutes} dk sonra tekrar deneyin.',
    'Çok fazla giriş denemesi yapıldı. Lütfen {seconds} sn sonra tekrar deneyin.',
    'Çok fazla giriş denemesi yapıldı. Lütfen birkaç dakika sonra tekrar deneyin.',
  ],
  login_upstream_down: [
    '{broker} şu anda ulaşılamaz durumda. Lütfen bir dakika sonra tekrar deneyin.',
    'Aracı kuruma şu anda ulaşılamıyor. Lütfen bir dakika sonra tekrar deneyin.',
  ],
  login_page_expired: 'Bu sayfa çok uzun süre açık kaldı. Lütfen tekrar giriş yapın.',
  login_cookies_missing:
    'Bu sayfa için çerezler gereklidir. Lütfen tarayıcınızda çerezlere izin verip tekrar giriş yapın.',

  login_failed_title: 'Giriş yapılamıyor',
  login_link_invalid:
    'Bu giriş bağlantısı geçerli değil. Lütfen bu sayfayı kapatıp TradingView üzerinden yeniden başlayın.',
  login_signed_out_title: 'Çıkış yaptınız',
  login_signed_out: 'Artık bu sayfayı kapatabilirsiniz.',
}
