import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Log masuk ke {broker}', 'Log masuk'],
  login_email: 'E-mel',
  login_password: 'Kata laluan',
  login_server: 'Pelayan',
  login_server_demo: 'Demo',
  login_server_live: 'Langsung',
  login_submit: 'Log masuk',

  login_email_missing: 'Sila masukkan alamat e-mel anda.',
  login_password_missing: 'Sila masukkan kata laluan anda.',
  login_server_missing: 'Sila pilih pelayan.',
  login_wrong_credentials:
    'Alamat e-mel atau kata laluan tidak betul. Sila semak kedua-duanya dan cuba lagi.',
  login_locked: [
    'Log masuk ini dikunci. Sila hubungi {broker}.',
    'Log masuk ini dikunci. Sila hubungi broker anda.',
  ],
  login_too_many_attempts: [
    'Terlalu banyak percubaan log masuk. Sila cuba lagi dalam {minutes} minit.',
    'Terlalu banyak percubaan log masuk. Sila cuba lagi dalam {seconds} saat.',
    'Terlalu banyak percubaan log masuk. Sila cuba lagi dalam beberapa minit.',
  ],
  login_upstream_down: [
    '{broker} tidak dapat dihubungi buat masa ini. Sila cuba lagi dalam seminit.',
    'Broker tidak dapat dihubungi buat masa ini. Sila cuba lagi dalam seminit.',
  ],
  login_page_expired: 'Halaman ini terbuka terlalu lama. Sila log masuk semula.',
  login_cookies_missing:
    'Halaman ini memerlukan kuki. Sila benarkan kuki dalam pelayar anda dan log masuk semula.',

  login_failed_title: 'Log masuk tidak dapat dilakukan',
  login_link_invalid:
    'Pautan log masuk ini tidak sah. Sila tutup halaman ini dan mulakan semula dari TradingView.',
  login_signed_out_title: 'Anda telah log keluar',
  login_signed_out: 'Anda boleh menutup halaman ini sekarang.',
}
