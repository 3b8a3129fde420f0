import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Masuk ke {broker}', 'Masuk'],
  login_email: 'Email',
  login_password: 'Kata sandi',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Riil',
  login_submit: 'Masuk',

  login_email_missing: 'Silakan masukkan alamat email Anda.',
  login_password_missing: 'Silakan masukkan kata sandi Anda.',
  login_server_missing: 'Silakan pilih server.',
  login_wrong_credentials:
    'Alamat email atau kata sandi tidak benar. Silakan periksa keduanya dan coba lagi.',
  login_locked: [
    'Login ini dikunci. Silakan hubungi {broker}.',
    'Login ini dikunci. Silakan hubungi broker Anda.',
  ],
  login_too_many_attempts: [
    'Terlalu banyak percobaan masuk. Silakan coba lagi dalam {minutes} menit.',
    'Terlalu banyak percobaan masuk. Silakan coba lagi dalam {seconds} detik.',
    'Terlalu banyak percobaan masuk. Silakan coba lagi dalam beberapa menit.',
  ],
  login_upstream_down: [
    '{broker} tidak dapat dihubungi saat ini. Silakan coba lagi dalam satu menit.',
    'Broker tidak dapat dihubungi saat ini. Silakan coba lagi dalam satu menit.',
  ],
  login_page_expired: 'Halaman ini terlalu lama terbuka. Silakan masuk lagi.',
  login_cookies_missing:
    'Halaman ini memerlukan cookie. Silakan izinkan cookie di peramban Anda, lalu masuk lagi.',

  login_failed_title: 'Tidak dapat masuk',
  login_link_invalid:
    'Tautan masuk ini tidak valid. Silakan tutup halaman ini dan mulai lagi dari TradingView.',
  login_signed_out_title: 'Anda telah keluar',
  login_signed_out: 'Anda dapat menutup halaman ini sekarang.',
}
