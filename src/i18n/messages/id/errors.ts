import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Nama login atau kata sandi tidak benar. Silakan periksa keduanya dan coba lagi.',
  unknown_server: [
    'Tidak ada server bernama “{server}”. Masuklah dengan alamat email saja, atau dalam bentuk server\\email.',
    'Server ini tidak dikenal. Masuklah dengan alamat email saja, atau dalam bentuk server\\email.',
  ],
  login_throttled: [
    'Terlalu banyak percobaan masuk. Silakan tunggu {seconds} detik dan coba lagi.',
    'Terlalu banyak percobaan masuk. Silakan tunggu beberapa menit dan coba lagi.',
  ],
  session_expired: 'Sesi Anda telah berakhir. Silakan masuk lagi.',

  account_not_found: 'Akun ini tidak ada atau bukan milik Anda.',
  account_not_active: 'Akun ini tidak aktif. Silakan hubungi broker Anda.',
  instrument_not_found: [
    'Simbol “{instrument}” tidak dapat diperdagangkan di akun ini.',
    'Simbol ini tidak dapat diperdagangkan di akun ini.',
  ],
  order_not_found: ['Tidak ada order {orderId} di akun ini.', 'Tidak ada order tersebut di akun ini.'],
  position_not_found: [
    'Tidak ada posisi terbuka {positionId} di akun ini.',
    'Tidak ada posisi terbuka tersebut di akun ini.',
  ],

  qty_not_positive: 'Jumlah harus lebih besar dari nol.',
  qty_below_min: [
    'Jumlah {qty} terlalu kecil. Minimumnya {min} lot.',
    'Jumlah di bawah minimum untuk simbol ini. Silakan tambah.',
  ],
  qty_above_max: [
    'Jumlah {qty} terlalu besar. Maksimumnya {max} lot.',
    'Jumlah di atas maksimum untuk simbol ini. Silakan kurangi.',
  ],
  qty_off_step: [
    'Jumlah {qty} tidak sesuai dengan kelipatan {step} lot. Jumlah valid terdekat adalah {nearest}.',
    'Jumlah {qty} tidak sesuai dengan kelipatan {step} lot.',
    'Jumlah tidak sesuai dengan kelipatan simbol ini. Silakan ubah.',
  ],
  price_not_positive: ['{field}: nilainya harus lebih besar dari nol.', 'Harga harus lebih besar dari nol.'],
  price_off_tick: [
    '{field}: {price} tidak sesuai dengan ukuran tick {tick}. Harga valid terdekat adalah {nearest}.',
    'Harga {price} tidak sesuai dengan ukuran tick {tick}. Harga valid terdekat adalah {nearest}.',
    'Harga tidak sesuai dengan ukuran tick simbol ini. Silakan ubah.',
  ],
  limit_price_missing: 'Order limit memerlukan harga limit. Silakan masukkan.',
  stop_price_missing: 'Order stop memerlukan harga stop. Silakan masukkan.',
  stop_price_wrong_side: [
    'Harga stop {price} berada di sisi yang salah dari pasar, yang berada di {market}. Harga stop order beli harus di atas pasar, dan order jual di bawahnya.',
    'Harga stop berada di sisi yang salah dari pasar. Harga stop order beli harus di atas pasar, dan order jual di bawahnya.',
  ],
  stop_loss_wrong_side: [
    'Stop loss {price} berada di sisi yang salah dari {reference}. Harus di bawah harga saat membeli dan di atasnya saat menjual.',
    'Stop loss berada di sisi yang salah dari harga. Harus di bawah harga saat membeli dan di atasnya saat menjual.',
  ],
  take_profit_wrong_side: [
    'Take profit {price} berada di sisi yang salah dari {reference}. Harus di atas harga saat membeli dan di bawahnya saat menjual.',
    'Take profit berada di sisi yang salah dari harga. Harus di atas harga saat membeli dan di bawahnya saat menjual.',
  ],
  brackets_unsupported: 'Broker Anda tidak mengizinkan stop loss atau take profit di akun ini.',
  trailing_stop_unsupported:
    'Broker Anda tidak mengizinkan trailing stop di akun ini. Gunakan stop loss tetap sebagai gantinya.',
  trailing_stop_not_positive: 'Jarak trailing stop harus lebih besar dari nol.',
  trailing_stop_off_step: [
    'Jarak trailing stop harus kelipatan {step} pip. Yang terdekat dengan {pips} adalah {nearest}.',
    'Jarak trailing stop ini bukan kelipatan dari langkah terkecil.',
  ],
  trailing_stop_with_stop_loss: 'Pilih stop loss atau trailing stop, jangan keduanya.',
  partial_close_unsupported:
    'Broker Anda tidak mengizinkan penutupan sebagian posisi di akun ini. Tutup seluruh posisi sebagai gantinya.',
  close_qty_above_position: [
    'Anda tidak dapat menutup {qty} lot: hanya {open} lot yang terbuka.',
    'Anda tidak dapat menutup lebih dari yang terbuka. Silakan kurangi jumlahnya.',
  ],
  leverage_fixed: [
    'Leverage akun ini ditetapkan 1:{leverage} oleh broker Anda dan tidak dapat diubah di sini.',
    'Leverage akun ini ditetapkan oleh broker Anda dan tidak dapat diubah di sini.',
  ],
  leverage_unknown: [
    'Broker Anda tidak memublikasikan leverage untuk {instrument}.',
    'Broker Anda tidak memublikasikan leverage untuk simbol ini.',
  ],

  market_closed: 'Pasar untuk simbol ini tutup. Silakan coba lagi saat buka.',
  margin_too_low: 'Margin bebas di akun ini tidak cukup. Kurangi jumlah atau tambah dana.',
  closing_only: 'Saat ini hanya penutupan posisi yang dapat dilakukan pada simbol ini.',
  order_type_not_allowed_now:
    'Jenis order ini saat ini tidak dapat digunakan pada simbol ini. Coba jenis lain.',
  order_already_final: [
    'Order {orderId} sudah terisi atau dibatalkan, sehingga tidak dapat diubah lagi.',
    'Order sudah terisi atau dibatalkan, sehingga tidak dapat diubah lagi.',
  ],
  level_refused: [
    'Broker tidak menerima stop loss atau take profit: {reason}',
    'Broker tidak menerima stop loss atau take profit. Mungkin terlalu dekat dengan pasar.',
  ],
  bracket_not_removed: 'Stop loss atau take profit tidak dapat dihapus. Silakan periksa order dan coba lagi.',
  rejected: ['Broker menolak permintaan: {reason}', 'Broker menolak permintaan tanpa memberikan alasan.'],

  request_id_reused:
    'Permintaan ini sudah digunakan untuk order lain, jadi tidak ada yang ditempatkan. Silakan tempatkan order lagi.',
  outcome_unknown:
    'Broker tidak mengonfirmasi permintaan, jadi mungkin sudah atau belum dijalankan. Periksa order dan posisi Anda sebelum mencoba lagi.',

  upstream_unavailable: 'Broker tidak dapat dihubungi saat ini. Silakan coba lagi dalam satu menit.',
  upstream_timeout: 'Broker terlalu lama menjawab. Silakan coba lagi sebentar lagi.',
  upstream_malformed: 'Broker mengirim jawaban yang tidak dapat dipahami. Silakan coba lagi sebentar lagi.',
  rate_limited: [
    'Broker menerima terlalu banyak permintaan. Silakan coba lagi dalam {seconds} detik.',
    'Broker menerima terlalu banyak permintaan. Silakan coba lagi dalam beberapa detik.',
  ],
  too_busy: [
    'Terlalu banyak permintaan yang menunggu saat ini. Silakan coba lagi dalam {seconds} detik.',
    'Terlalu banyak permintaan yang menunggu saat ini. Silakan coba lagi dalam beberapa detik.',
  ],
  no_turn:
    'Order tidak dapat ditempatkan dengan aman saat ini, jadi order ini tidak ditempatkan. Silakan coba lagi dalam satu menit.',
  catalogue_loading: 'Daftar simbol masih dimuat. Silakan coba lagi dalam satu menit.',
  data_feed_unconfigured:
    'Gateway ini tidak menyediakan data pasar: pengelolanya belum mengatur akun untuk membacanya.',
  data_feed_unavailable: 'Data pasar tidak dapat dibaca saat ini. Silakan coba lagi dalam satu menit.',
  history_range_too_long: [
    'Rentangnya terlalu panjang: paling banyak {bars} bar dapat dibaca sekaligus. Silakan minta yang lebih pendek.',
    'Rentangnya terlalu panjang untuk dibaca sekaligus. Silakan minta yang lebih pendek.',
  ],

  note_refused_by_broker: ['Ditolak oleh broker: {reason}', 'Ditolak oleh broker.'],
  note_expired: 'Order kedaluwarsa.',
  note_bracket_moved_to_position: 'Order terisi: level ini sekarang melindungi posisi.',
  note_bracket_removed: 'Level ini dihapus.',
  note_parent_ended: 'Order atau posisi yang dilindungi level ini telah berakhir.',

  warning_market_closed: 'Pasar untuk simbol ini tutup: order mungkin ditolak atau menunggu sampai buka.',
  warning_margin_too_low: 'Margin bebas di akun ini mungkin tidak cukup untuk order.',
  warning_trading_halted: 'Perdagangan simbol ini dihentikan sementara: order mungkin ditolak.',
}
