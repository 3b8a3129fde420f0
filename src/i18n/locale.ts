/** The locale codes of TradingView's `locale` parameter. */
const LOCALES = [
  ...['ar_AE', 'br', 'cs', 'de_DE', 'el', 'en', 'es', 'fa_IR', 'fr', 'he_IL', 'hu_HU', 'id', 'in', 'it'],
  ...[
    'ja',
    'kr',
    'ms_MY',
    'nl_NL',
    'pl',
    'ro',
    'ru',
    'sv_SE',
    'th_TH',
    'tr',
    'uk',
    'vi_VN',
    'zh_CN',
    'zh_TW',
  ],
] as const

export type Locale = (typeof LOCALES)[number]

const byCode: ReadonlyMap<unknown, Locale> = new Map(LOCALES.map((locale) => [locale, locale]))

/** @param value what the request says; unknown or missing means English */
export function localeOf(value: unknown): Locale {
  return byCode.get(value) ?? 'en'
}
