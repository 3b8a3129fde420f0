import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['İstekte “{field}” alanı eksik.', 'İstekte zorunlu bir alan eksik.'],
  field_invalid: [
    '“{field}” alanı geçerli değil. Beklenen: {expected}.',
    '“{field}” alanı geçerli değil.',
    'İsteğin bir alanı geçerli değil.',
  ],
  too_many_symbols: [
    'Tek seferde {count} sembol istendi, ancak en çok {max} olabilir. Daha az isteyin.',
    'Tek seferde çok fazla sembol istendi. Daha az isteyin.',
  ],
  unknown_route: 'Bu adreste hiçbir şey yok.',
  method_not_allowed: [
    'Bu adres o yöntemi desteklemiyor. Desteklenenler: {allowed}.',
    'Bu adres o yöntemi desteklemiyor.',
  ],
  body_too_large: 'İstek çok büyük.',
  body_malformed: 'İsteğin içeriği okunamadı.',
  url_malformed: 'İsteğin adresi okunamadı.',
  url_too_long: 'İsteğin adresi çok uzun.',
  unsupported_body: 'İçerik form olarak gönderilmelidir (application/x-www-form-urlencoded).',
  unsupported_feature: ['Bu aracı kurum şunu sunmuyor: {feature}.', 'Bu aracı kurum bunu sunmuyor.'],
  confirm_mismatch: 'Emir, önizlemesi yapılandan farklı. Lütfen yeniden önizleyin.',
  internal_error: 'Bizim tarafımızda bir sorun oluştu. Lütfen biraz sonra tekrar deneyin.',
  with_reference: ['{sentence} (Referans: {reference})', '{sentence}', 'Bizim tarafımızda bir sorun oluştu.'],

  expected_above_zero: 'sıfırdan büyük bir sayı',
  expected_characters: 'en çok {max} karakter',
  expected_duration: '{type} türündeki emirde {duration}',
  expected_in_body: 'isteğin içeriğindeki değer',
  expected_no_price: '{type} türündeki emirde boş',
  expected_number: 'en çok {max} basamaklı yalın bir sayı',
  expected_one_of: 'şunlardan biri: {choices}',
  expected_one_value: 'tek bir değer',
  expected_price: 'sıfırdan büyük bir fiyat',
  expected_request_id: '1 ile 64 arası harf, rakam, kısa çizgi veya alt çizgi',
  expected_same_id: 'adresteki emrin kimliği',
  expected_short_names: 'en çok {max} karakterli adlar',
  expected_whole_number: 'sıfırdan büyük bir tam sayı',

  feature_expiring_orders: 'seçtiğiniz bir zamanda süresi dolan emirler',
  feature_guaranteed_stops: 'garantili stoplar',
  feature_password_login: 'parolayla giriş',
  feature_reversing: 'pozisyonu tersine çevirme',
  feature_stop_limit: 'stop-limit emirleri',

  field_accountId: 'Hesap',
  field_limitPrice: 'Limit fiyatı',
  field_maxCount: 'Öğe sayısı',
  field_qty: 'Miktar',
  field_stopLoss: 'Zararı durdur',
  field_stopPrice: 'Stop fiyatı',
  field_takeProfit: 'Kâr al',
  field_trailingStopPips: 'Takip eden stop mesafesi',
}
