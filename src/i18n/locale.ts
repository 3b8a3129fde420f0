/** A language the gateway speaks: how a page says which one it is (BCP 47), and where its lines start. */
interface Language {
  readonly htmlLang: string
  readonly dir: 'ltr' | 'rtl'
  /** TradingView's shorter name for it, in OAuth's `lang`; Chinese has one for both of its scripts. */
  readonly oauthLang?: string
}

/**
 * The values of TradingView's `locale` parameter. Three of them are not what they look like: `br` is Portuguese as
 * spoken in Brazil, `kr` is Korean, and `in` is TradingView's site for India, which is in English; Indonesian is `id`.
 */
const languages = {
  ar_AE: { htmlLang: 'ar', dir: 'rtl', oauthLang: 'ar' },
  br: { htmlLang: 'pt-BR', dir: 'ltr', oauthLang: 'br' },
  cs: { htmlLang: 'cs', dir: 'ltr', oauthLang: 'cs' },
  de_DE: { htmlLang: 'de', dir: 'ltr', oauthLang: 'de' },
  el: { htmlLang: 'el', dir: 'ltr', oauthLang: 'el' },
  en: { htmlLang: 'en', dir: 'ltr', oauthLang: 'en' },
  es: { htmlLang: 'es', dir: 'ltr', oauthLang: 'es' },
  fa_IR: { htmlLang: 'fa', dir: 'rtl', oauthLang: 'fa' },
  fr: { htmlLang: 'fr', dir: 'ltr', oauthLang: 'fr' },
  he_IL: { htmlLang: 'he', dir: 'rtl', oauthLang: 'he' },
  hu_HU: { htmlLang: 'hu', dir: 'ltr', oauthLang: 'hu' },
  id: { htmlLang: 'id', dir: 'ltr', oauthLang: 'id' },
  in: { htmlLang: 'en-IN', dir: 'ltr', oauthLang: 'in' },
  it: { htmlLang: 'it', dir: 'ltr', oauthLang: 'it' },
  ja: { htmlLang: 'ja', dir: 'ltr', oauthLang: 'ja' },
  kr: { htmlLang: 'ko', dir: 'ltr', oauthLang: 'kr' },
  ms_MY: { htmlLang: 'ms', dir: 'ltr', oauthLang: 'ms' },
  nl_NL: { htmlLang: 'nl', dir: 'ltr', oauthLang: 'nl' },
  pl: { htmlLang: 'pl', dir: 'ltr', oauthLang: 'pl' },
  ro: { htmlLang: 'ro', dir: 'ltr', oauthLang: 'ro' },
  ru: { htmlLang: 'ru', dir: 'ltr', oauthLang: 'ru' },
  sv_SE: { htmlLang: 'sv', dir: 'ltr', oauthLang: 'sv' },
  th_TH: { htmlLang: 'th', dir: 'ltr', oauthLang: 'th' },
  tr: { htmlLang: 'tr', dir: 'ltr', oauthLang: 'tr' },
  uk: { htmlLang: 'uk', dir: 'ltr', oauthLang: 'uk' },
  vi_VN: { htmlLang: 'vi', dir: 'ltr', oauthLang: 'vi' },
  zh_CN: { htmlLang: 'zh-CN', dir: 'ltr', oauthLang: 'zh' },
  zh_TW: { htmlLang: 'zh-TW', dir: 'ltr' },
} as const satisfies Readonly<Record<string, Language>>

export type Locale = keyof typeof languages

export const LOCALES = Object.keys(languages) as readonly Locale[]

const byLocale: ReadonlyMap<unknown, Locale> = new Map(LOCALES.map((locale) => [locale, locale]))

const byLang: ReadonlyMap<unknown, Locale> = new Map(
  LOCALES.flatMap((locale) => {
    const { oauthLang }: Language = languages[locale]
    return oauthLang === undefined ? [] : [[oauthLang, locale]]
  }),
)

/** @param value the `locale` of a request; unknown or missing means English */
export function localeOf(value: unknown): Locale {
  return byLocale.get(value) ?? 'en'
}

/** @param value the `lang` of an OAuth request, which may be a `locale` as well; unknown or missing means English */
export function langOf(value: unknown): Locale {
  return byLang.get(value) ?? localeOf(value)
}

/** The BCP 47 tag for the `lang` attribute of a page. */
export function htmlLang(locale: Locale): string {
  return languages[locale].htmlLang
}

/** Where the lines of the language start, for the `dir` attribute of a page. */
export function dir(locale: Locale): 'ltr' | 'rtl' {
  return languages[locale].dir
}
