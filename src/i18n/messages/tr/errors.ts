import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Kullanıcı adı veya parola doğru değil. Lütfen ikisini de kontrol edip tekrar deneyin.',
  unknown_server: [
    '“{server}” adında bir sunucu yok. Yalnızca e-posta adresinizle veya sunucu\\e-posta biçiminde giriş yapın.',
    'Bu sunucu bilinmiyor. Yalnızca e-posta adresinizle veya sunucu\\e-posta biçiminde giriş yapın.',
  ],
  login_throttled: [
    'Çok fazla giriş denemesi yapıldı. Lütfen {seconds} sn bekleyip tekrar deneyin.',
    'Çok fazla giriş denemesi yapıldı. Lütfen birkaç dakika bekleyip tekrar deneyin.',
  ],
  session_expired: 'Oturumunuz sona erdi. Lütfen tekrar giriş yapın.',

  account_not_found: 'Bu hesap yok veya size ait değil.',
  account_not_active: 'Bu hesap etkin değil. Lütfen aracı kurumunuzla iletişime geçin.',
  instrument_not_found: [
    '“{instrument}” sembolü bu hesapta işlem göremez.',
    'Bu sembol bu hesapta işlem göremez.',
  ],
  order_not_found: ['Bu hesapta {orderId} numaralı emir yok.', 'Bu hesapta böyle bir emir yok.'],
  position_not_found: [
    'Bu hesapta {positionId} numaralı açık pozisyon yok.',
    'Bu hesapta böyle bir açık pozisyon yok.',
  ],

  qty_not_positive: 'Miktar sıfırdan büyük olmalıdır.',
  qty_below_min: [
    '{qty} miktarı çok küçük. En az miktar (lot): {min}.',
    'Miktar bu sembol için en az miktarın altında. Lütfen artırın.',
  ],
  qty_above_max: [
    '{qty} miktarı çok büyük. En çok miktar (lot): {max}.',
    'Miktar bu sembol için en çok miktarın üzerinde. Lütfen azaltın.',
  ],
  qty_off_step: [
    '{qty} miktarı {step} lotluk adıma uymuyor. En yakın geçerli miktar: {nearest}.',
    '{qty} miktarı {step} lotluk adıma uymuyor.',
    'Miktar bu sembolün adımına uymuyor. Lütfen değiştirin.',
  ],
  price_not_positive: ['{field}: değer sıfırdan büyük olmalıdır.', 'Fiyat sıfırdan büyük olmalıdır.'],
  price_off_tick: [
    '{field}: {price}, {tick} büyüklüğündeki fiyat adımına uymuyor. En yakın geçerli fiyat: {nearest}.',
    '{price} fiyatı {tick} büyüklüğündeki fiyat adımına uymuyor. En yakın geçerli fiyat: {nearest}.',
    'Fiyat bu sembolün fiyat adımına uymuyor. Lütfen değiştirin.',
  ],
  limit_price_missing: 'Limit emri için limit fiyatı gerekir. Lütfen girin.',
  stop_price_missing: 'Stop emri için stop fiyatı gerekir. Lütfen girin.',
  stop_price_wrong_side: [
    '{price} stop fiyatı piyasanın yanlış tarafında; piyasa: {market}. Alış emrinin stop fiyatı piyasanın üzerinde, satış emrininki altında olmalıdır.',
    'Stop fiyatı piyasanın yanlış tarafında. Alış emrinin stop fiyatı piyasanın üzerinde, satış emrininki altında olmalıdır.',
  ],
  stop_loss_wrong_side: [
    '{price} zararı durdur seviyesi {reference} fiyatının yanlış tarafında. Alışta fiyatın altında, satışta üzerinde olmalıdır.',
    'Zararı durdur seviyesi fiyatın yanlış tarafında. Alışta fiyatın altında, satışta üzerinde olmalıdır.',
  ],
  take_profit_wrong_side: [
    '{price} kâr al seviyesi {reference} fiyatının yanlış tarafında. Alışta fiyatın üzerinde, satışta altında olmalıdır.',
    'Kâr al seviyesi fiyatın yanlış tarafında. Alışta fiyatın üzerinde, satışta altında olmalıdır.',
  ],
  brackets_unsupported: 'Aracı kurumunuz bu hesapta zararı durdur veya kâr al kullanımına izin vermiyor.',
  trailing_stop_unsupported:
    'Aracı kurumunuz bu hesapta takip eden stop kullanımına izin vermiyor. Bunun yerine sabit zararı durdur kullanın.',
  trailing_stop_not_positive: 'Takip eden stopun mesafesi sıfırdan büyük olmalıdır.',
  trailing_stop_off_step: [
    'Takip eden stopun pip cinsinden mesafesi {step} değerinin katı olmalıdır. {pips} değerine en yakını: {nearest}.',
    'Takip eden stopun mesafesi en küçük adımın katı değil.',
  ],
  trailing_stop_with_stop_loss: 'Ya zararı durdur ya da takip eden stop seçin, ikisini birden değil.',
  partial_close_unsupported:
    'Aracı kurumunuz bu hesapta pozisyonun bir kısmının kapatılmasına izin vermiyor. Bunun yerine pozisyonun tamamını kapatın.',
  close_qty_above_position: [
    '{qty} lot kapatılamaz: yalnızca {open} lot açık.',
    'Açık olandan fazlasını kapatamazsınız. Lütfen miktarı azaltın.',
  ],
  leverage_fixed: [
    'Bu hesabın kaldıracı aracı kurumunuz tarafından 1:{leverage} olarak belirlenmiştir ve burada değiştirilemez.',
    'Bu hesabın kaldıracı aracı kurumunuz tarafından belirlenmiştir ve burada değiştirilemez.',
  ],
  leverage_unknown: [
    'Aracı kurumunuz {instrument} için kaldıraç yayımlamıyor.',
    'Aracı kurumunuz bu sembol için kaldıraç yayımlamıyor.',
  ],

  market_closed: 'Bu sembolün piyasası kapalı. Lütfen açıldığında tekrar deneyin.',
  margin_too_low: 'Bu hesapta yeterli serbest teminat yok. Miktarı azaltın veya para ekleyin.',
  closing_only: 'Şu anda bu sembolde yalnızca pozisyon kapatılabilir.',
  order_type_not_allowed_now: 'Bu emir türü şu anda bu sembolde kullanılamıyor. Başka bir tür deneyin.',
  order_already_final: [
    '{orderId} numaralı emir zaten gerçekleşmiş veya iptal edilmiş, artık değiştirilemez.',
    'Emir zaten gerçekleşmiş veya iptal edilmiş, artık değiştirilemez.',
  ],
  level_refused: [
    'Aracı kurum zararı durdur veya kâr al seviyesini kabul etmedi: {reason}',
    'Aracı kurum zararı durdur veya kâr al seviyesini kabul etmedi. Piyasaya çok yakın olabilir.',
  ],
  bracket_not_removed:
    'Zararı durdur veya kâr al seviyesi kaldırılamadı. Lütfen emri kontrol edip tekrar deneyin.',
  rejected: ['Aracı kurum isteği reddetti: {reason}', 'Aracı kurum isteği neden belirtmeden reddetti.'],

  request_id_reused:
    'Bu istek zaten başka bir emir için kullanıldı, bu nedenle hiçbir emir verilmedi. Lütfen emri yeniden verin.',
  outcome_unknown:
    'Aracı kurum isteği onaylamadı; gerçekleşmiş de olabilir, gerçekleşmemiş de. Tekrar denemeden önce emirlerinizi ve pozisyonlarınızı kontrol edin.',

  upstream_unavailable: 'Aracı kuruma şu anda ulaşılamıyor. Lütfen bir dakika sonra tekrar deneyin.',
  upstream_timeout: 'Aracı kurumun yanıt vermesi çok uzun sürdü. Lütfen biraz sonra tekrar deneyin.',
  upstream_malformed: 'Aracı kurum anlaşılamayan bir yanıt gönderdi. Lütfen biraz sonra tekrar deneyin.',
  rate_limited: [
    'Aracı kurum çok fazla istek alıyor. Lütfen {seconds} sn sonra tekrar deneyin.',
    'Aracı kurum çok fazla istek alıyor. Lütfen birkaç saniye sonra tekrar deneyin.',
  ],
  too_busy: [
    'Şu anda çok fazla istek bekliyor. Lütfen {seconds} sn sonra tekrar deneyin.',
    'Şu anda çok fazla istek bekliyor. Lütfen birkaç saniye sonra tekrar deneyin.',
  ],
  no_turn:
    'Emirler şu anda güvenli bir şekilde verilemiyor, bu nedenle bu emir verilmedi. Lütfen bir dakika sonra tekrar deneyin.',
  catalogue_loading: 'Sembol listesi hâlâ yükleniyor. Lütfen bir dakika sonra tekrar deneyin.',
  data_feed_unconfigured:
    'Bu ağ geçidi piyasa verisi sunmuyor: işletmecisi verileri okuyacak bir hesap tanımlamamış.',
  data_feed_unavailable: 'Piyasa verileri şu anda okunamıyor. Lütfen bir dakika sonra tekrar deneyin.',
  history_range_too_long: [
    'Aralık çok uzun: tek seferde en çok {bars} çubuk okunabilir. Lütfen daha kısa bir aralık isteyin.',
    'Aralık tek seferde okunamayacak kadar uzun. Lütfen daha kısa bir aralık isteyin.',
  ],

  note_refused_by_broker: ['Aracı kurum reddetti: {reason}', 'Aracı kurum reddetti.'],
  note_expired: 'Emrin süresi doldu.',
  note_bracket_moved_to_position: 'Emir gerçekleşti: bu seviye artık pozisyonu koruyor.',
  note_bracket_removed: 'Bu seviye kaldırıldı.',
  note_parent_ended: 'Bu seviyenin koruduğu emir veya pozisyon sona erdi.',

  warning_market_closed: 'Bu sembolün piyasası kapalı: emir reddedilebilir veya açılışa kadar bekleyebilir.',
  warning_margin_too_low: 'Bu hesapta emir için yeterli serbest teminat olmayabilir.',
  warning_trading_halted: 'Bu sembolde işlemler durduruldu: emir reddedilebilir.',
}
