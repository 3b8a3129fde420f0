import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Nama log masuk atau kata laluan tidak betul. Sila semak kedua-duanya dan cuba lagi.',
  unknown_server: [
    'Tiada pelayan bernama “{server}”. Log masuk dengan alamat e-mel anda sahaja, atau dalam bentuk pelayan\\e-mel.',
    'Pelayan ini tidak dikenali. Log masuk dengan alamat e-mel anda sahaja, atau dalam bentuk pelayan\\e-mel.',
  ],
  login_throttled: [
    'Terlalu banyak percubaan log masuk. Sila tunggu {seconds} saat dan cuba lagi.',
    'Terlalu banyak percubaan log masuk. Sila tunggu beberapa minit dan cuba lagi.',
  ],
  session_expired: 'Sesi anda telah tamat. Sila log masuk semula.',

  account_not_found: 'Akaun ini tidak wujud atau bukan milik anda.',
  account_not_active: 'Akaun ini tidak aktif. Sila hubungi broker anda.',
  instrument_not_found: [
    'Simbol “{instrument}” tidak boleh didagangkan dalam akaun ini.',
    'Simbol ini tidak boleh didagangkan dalam akaun ini.',
  ],
  order_not_found: ['Tiada pesanan {orderId} dalam akaun ini.', 'Tiada pesanan sedemikian dalam akaun ini.'],
  position_not_found: [
    'Tiada posisi terbuka {positionId} dalam akaun ini.',
    'Tiada posisi terbuka sedemikian dalam akaun ini.',
  ],

  qty_not_positive: 'Kuantiti mesti lebih besar daripada sifar.',
  qty_below_min: [
    'Kuantiti {qty} terlalu kecil. Minimumnya ialah {min} lot.',
    'Kuantiti di bawah minimum untuk simbol ini. Sila tambahkannya.',
  ],
  qty_above_max: [
    'Kuantiti {qty} terlalu besar. Maksimumnya ialah {max} lot.',
    'Kuantiti melebihi maksimum untuk simbol ini. Sila kurangkannya.',
  ],
  qty_off_step: [
    'Kuantiti {qty} tidak menepati gandaan {step} lot. Kuantiti sah yang terdekat ialah {nearest}.',
    'Kuantiti {qty} tidak menepati gandaan {step} lot.',
    'Kuantiti tidak menepati gandaan simbol ini. Sila ubahnya.',
  ],
  price_not_positive: [
    '{field}: nilainya mesti lebih besar daripada sifar.',
    'Harga mesti lebih besar daripada sifar.',
  ],
  price_off_tick: [
    '{field}: {price} tidak menepati saiz tick {tick}. Harga sah yang terdekat ialah {nearest}.',
    'Harga {price} tidak menepati saiz tick {tick}. Harga sah yang terdekat ialah {nearest}.',
    'Harga tidak menepati saiz tick simbol ini. Sila ubahnya.',
  ],
  limit_price_missing: 'Pesanan had memerlukan harga had. Sila masukkannya.',
  stop_price_missing: 'Pesanan henti memerlukan harga henti. Sila masukkannya.',
  stop_price_wrong_side: [
    'Harga henti {price} berada di sebelah pasaran yang salah; pasaran berada pada {market}. Harga henti pesanan beli mesti di atas pasaran, dan pesanan jual di bawahnya.',
    'Harga henti berada di sebelah pasaran yang salah. Harga henti pesanan beli mesti di atas pasaran, dan pesanan jual di bawahnya.',
  ],
  stop_loss_wrong_side: [
    'Henti rugi {price} berada di sebelah {reference} yang salah. Ia mesti di bawah harga semasa membeli dan di atasnya semasa menjual.',
    'Henti rugi berada di sebelah harga yang salah. Ia mesti di bawah harga semasa membeli dan di atasnya semasa menjual.',
  ],
  take_profit_wrong_side: [
    'Ambil untung {price} berada di sebelah {reference} yang salah. Ia mesti di atas harga semasa membeli dan di bawahnya semasa menjual.',
    'Ambil untung berada di sebelah harga yang salah. Ia mesti di atas harga semasa membeli dan di bawahnya semasa menjual.',
  ],
  brackets_unsupported: 'Broker anda tidak membenarkan henti rugi atau ambil untung dalam akaun ini.',
  trailing_stop_unsupported:
    'Broker anda tidak membenarkan henti mengekori dalam akaun ini. Gunakan henti rugi tetap sebagai ganti.',
  trailing_stop_not_positive: 'Jarak henti mengekori mesti lebih besar daripada sifar.',
  trailing_stop_off_step: [
    'Jarak henti mengekori mesti gandaan {step} pip. Yang terdekat dengan {pips} ialah {nearest}.',
    'Jarak henti mengekori ini bukan gandaan langkah terkecil.',
  ],
  trailing_stop_with_stop_loss: 'Pilih sama ada henti rugi atau henti mengekori, bukan kedua-duanya.',
  partial_close_unsupported:
    'Broker anda tidak membenarkan sebahagian posisi ditutup dalam akaun ini. Tutup seluruh posisi sebagai ganti.',
  close_qty_above_position: [
    'Anda tidak boleh menutup {qty} lot: hanya {open} lot yang terbuka.',
    'Anda tidak boleh menutup lebih daripada yang terbuka. Sila kurangkan kuantiti.',
  ],
  leverage_fixed: [
    'Leveraj akaun ini ditetapkan pada 1:{leverage} oleh broker anda dan tidak boleh diubah di sini.',
    'Leveraj akaun ini ditetapkan oleh broker anda dan tidak boleh diubah di sini.',
  ],
  leverage_unknown: [
    'Broker anda tidak menerbitkan leveraj untuk {instrument}.',
    'Broker anda tidak menerbitkan leveraj untuk simbol ini.',
  ],

  market_closed: 'Pasaran untuk simbol ini ditutup. Sila cuba lagi apabila ia dibuka.',
  margin_too_low: 'Margin bebas dalam akaun ini tidak mencukupi. Kurangkan kuantiti atau tambah dana.',
  closing_only: 'Buat masa ini, hanya penutupan posisi boleh dilakukan pada simbol ini.',
  order_type_not_allowed_now:
    'Jenis pesanan ini tidak boleh digunakan pada simbol ini buat masa ini. Cuba jenis lain.',
  order_already_final: [
    'Pesanan {orderId} sudah dipenuhi atau dibatalkan, jadi ia tidak boleh diubah lagi.',
    'Pesanan sudah dipenuhi atau dibatalkan, jadi ia tidak boleh diubah lagi.',
  ],
  level_refused: [
    'Broker tidak menerima henti rugi atau ambil untung: {reason}',
    'Broker tidak menerima henti rugi atau ambil untung. Ia mungkin terlalu dekat dengan pasaran.',
  ],
  bracket_not_removed:
    'Henti rugi atau ambil untung tidak dapat dialih keluar. Sila semak pesanan dan cuba lagi.',
  rejected: ['Broker menolak permintaan: {reason}', 'Broker menolak permintaan tanpa memberikan sebab.'],

  request_id_reused:
    'Permintaan ini sudah digunakan untuk pesanan lain, jadi tiada apa-apa yang dibuat. Sila buat pesanan semula.',
  outcome_unknown:
    'Broker tidak mengesahkan permintaan, jadi ia mungkin telah dilaksanakan atau tidak. Semak pesanan dan posisi anda sebelum mencuba lagi.',

  upstream_unavailable: 'Broker tidak dapat dihubungi buat masa ini. Sila cuba lagi dalam seminit.',
  upstream_timeout: 'Broker mengambil masa terlalu lama untuk menjawab. Sila cuba lagi sebentar nanti.',
  upstream_malformed: 'Broker menghantar jawapan yang tidak dapat difahami. Sila cuba lagi sebentar nanti.',
  rate_limited: [
    'Broker menerima terlalu banyak permintaan. Sila cuba lagi dalam {seconds} saat.',
    'Broker menerima terlalu banyak permintaan. Sila cuba lagi dalam beberapa saat.',
  ],
  too_busy: [
    'Terlalu banyak permintaan sedang menunggu. Sila cuba lagi dalam {seconds} saat.',
    'Terlalu banyak permintaan sedang menunggu. Sila cuba lagi dalam beberapa saat.',
  ],
  no_turn:
    'Pesanan tidak dapat dibuat dengan selamat buat masa ini, jadi pesanan ini tidak dibuat. Sila cuba lagi dalam seminit.',
  catalogue_loading: 'Senarai simbol masih dimuatkan. Sila cuba lagi dalam seminit.',
  data_feed_unconfigured:
    'Get laluan ini tidak menyediakan data pasaran: pengendalinya tidak menetapkan akaun untuk membacanya.',
  data_feed_unavailable: 'Data pasaran tidak dapat dibaca buat masa ini. Sila cuba lagi dalam seminit.',
  history_range_too_long: [
    'Julatnya terlalu panjang: paling banyak {bars} bar boleh dibaca sekali gus. Sila minta yang lebih pendek.',
    'Julatnya terlalu panjang untuk dibaca sekali gus. Sila minta yang lebih pendek.',
  ],

  note_refused_by_broker: ['Ditolak oleh broker: {reason}', 'Ditolak oleh broker.'],
  note_expired: 'Pesanan telah luput.',
  note_bracket_moved_to_position: 'Pesanan telah dipenuhi: tahap ini kini melindungi posisi.',
  note_bracket_removed: 'Tahap ini telah dialih keluar.',
  note_parent_ended: 'Pesanan atau posisi yang dilindungi tahap ini telah berakhir.',

  warning_market_closed:
    'Pasaran untuk simbol ini ditutup: pesanan mungkin ditolak atau menunggu sehingga ia dibuka.',
  warning_margin_too_low: 'Margin bebas dalam akaun ini mungkin tidak mencukupi untuk pesanan.',
  warning_trading_halted: 'Dagangan simbol ini digantung: pesanan mungkin ditolak.',
}
