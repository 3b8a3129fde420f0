import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Permintaan tidak memuat kolom “{field}”.', 'Permintaan tidak memuat kolom wajib.'],
  field_invalid: [
    'Kolom “{field}” tidak valid. Yang diharapkan: {expected}.',
    'Kolom “{field}” tidak valid.',
    'Salah satu kolom permintaan tidak valid.',
  ],
  too_many_symbols: [
    '{count} simbol diminta sekaligus, padahal maksimumnya {max}. Mintalah lebih sedikit.',
    'Terlalu banyak simbol diminta sekaligus. Mintalah lebih sedikit.',
  ],
  unknown_route: 'Tidak ada apa pun di alamat ini.',
  method_not_allowed: [
    'Alamat ini tidak mendukung metode itu. Yang didukung: {allowed}.',
    'Alamat ini tidak mendukung metode itu.',
  ],
  body_too_large: 'Permintaan terlalu besar.',
  body_malformed: 'Isi permintaan tidak dapat dibaca.',
  url_malformed: 'Alamat permintaan tidak dapat dibaca.',
  url_too_long: 'Alamat permintaan terlalu panjang.',
  unsupported_body: 'Isi harus dikirim sebagai formulir (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Broker ini tidak menawarkan hal berikut: {feature}.',
    'Broker ini tidak menawarkannya.',
  ],
  confirm_mismatch: 'Order berbeda dari yang dipratinjau. Silakan pratinjau lagi.',
  internal_error: 'Terjadi kesalahan di pihak kami. Silakan coba lagi sebentar lagi.',
  with_reference: ['{sentence} (Referensi: {reference})', '{sentence}', 'Terjadi kesalahan di pihak kami.'],

  expected_above_zero: 'angka di atas nol',
  expected_characters: 'paling banyak {max} karakter',
  expected_duration: '{duration} dengan order jenis {type}',
  expected_in_body: 'nilainya di isi permintaan',
  expected_no_price: 'tidak ada dengan order jenis {type}',
  expected_number: 'angka biasa dengan paling banyak {max} digit',
  expected_one_of: 'salah satu dari {choices}',
  expected_one_value: 'satu nilai',
  expected_price: 'harga di atas nol',
  expected_request_id: '1 sampai 64 huruf, angka, tanda hubung, atau garis bawah',
  expected_same_id: 'ID order yang ada di alamat',
  expected_short_names: 'nama dengan paling banyak {max} karakter',
  expected_whole_number: 'bilangan bulat di atas nol',

  feature_expiring_orders: 'order yang berakhir pada waktu pilihan Anda',
  feature_guaranteed_stops: 'stop terjamin',
  feature_password_login: 'masuk dengan kata sandi',
  feature_reversing: 'membalik posisi',
  feature_stop_limit: 'order stop-limit',

  field_accountId: 'Akun',
  field_limitPrice: 'Harga limit',
  field_maxCount: 'Jumlah item',
  field_qty: 'Jumlah',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Harga stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Jarak trailing stop',
}
