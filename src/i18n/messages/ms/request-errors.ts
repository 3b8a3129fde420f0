import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: [
    'Permintaan tidak mempunyai medan “{field}”.',
    'Permintaan tidak mempunyai medan yang diwajibkan.',
  ],
  field_invalid: [
    'Medan “{field}” tidak sah. Yang dijangka: {expected}.',
    'Medan “{field}” tidak sah.',
    'Satu medan permintaan tidak sah.',
  ],
  too_many_symbols: [
    '{count} simbol diminta sekali gus, tetapi paling banyak {max} sahaja dibenarkan. Minta lebih sedikit.',
    'Terlalu banyak simbol diminta sekali gus. Minta lebih sedikit.',
  ],
  unknown_route: 'Tiada apa-apa di alamat ini.',
  method_not_allowed: [
    'Alamat ini tidak menyokong kaedah itu. Yang disokong: {allowed}.',
    'Alamat ini tidak menyokong kaedah itu.',
  ],
  body_too_large: 'Permintaan terlalu besar.',
  body_malformed: 'Kandungan permintaan tidak dapat dibaca.',
  url_malformed: 'Alamat permintaan tidak dapat dibaca.',
  url_too_long: 'Alamat permintaan terlalu panjang.',
  unsupported_body: 'Kandungan mesti dihantar sebagai borang (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Broker ini tidak menawarkan yang berikut: {feature}.',
    'Broker ini tidak menawarkannya.',
  ],
  confirm_mismatch: 'Pesanan berbeza daripada yang dipratonton. Sila pratonton semula.',
  internal_error: 'Berlaku masalah di pihak kami. Sila cuba lagi sebentar nanti.',
  with_reference: ['{sentence} (Rujukan: {reference})', '{sentence}', 'Berlaku masalah di pihak kami.'],

  expected_above_zero: 'nombor lebih besar daripada sifar',
  expected_characters: 'paling banyak {max} aksara',
  expected_count_to: 'nombor bulat dari 1 hingga {max}',
  expected_duration: '{duration} dengan pesanan jenis {type}',
  expected_in_body: 'nilainya dalam kandungan permintaan',
  expected_no_price: 'tiada dengan pesanan jenis {type}',
  expected_not_before_from: 'masa yang tidak sebelum “from”',
  expected_number: 'nombor biasa dengan paling banyak {max} digit',
  expected_one_of: 'salah satu daripada {choices}',
  expected_one_value: 'satu nilai',
  expected_price: 'harga lebih besar daripada sifar',
  expected_request_id: '1 hingga 64 huruf, digit, tanda sempang atau garis bawah',
  expected_same_id: 'ID pesanan dalam alamat',
  expected_short_names: 'nama dengan paling banyak {max} aksara',
  expected_whole_seconds: 'saat bulat sejak 1970',
  expected_whole_number: 'nombor bulat lebih besar daripada sifar',

  feature_daily_bars: 'bar harian atau lebih untuk simbol ini',
  feature_expiring_orders: 'pesanan yang luput pada masa pilihan anda',
  feature_guaranteed_stops: 'henti terjamin',
  feature_intraday_bars: 'bar kurang daripada sehari untuk simbol ini',
  feature_password_login: 'log masuk dengan kata laluan',
  feature_reversing: 'membalikkan posisi',
  feature_stop_limit: 'pesanan henti-had',

  field_accountId: 'Akaun',
  field_limitPrice: 'Harga had',
  field_maxCount: 'Bilangan item',
  field_qty: 'Kuantiti',
  field_stopLoss: 'Henti rugi',
  field_stopPrice: 'Harga henti',
  field_takeProfit: 'Ambil untung',
  field_trailingStopPips: 'Jarak henti mengekori',
}
