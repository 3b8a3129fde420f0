import { describe, expect, it } from 'vitest'
import { LOCALES } from '../../src/i18n/locale.ts'
import { dir, htmlLang, langOf, localeOf } from '../../src/i18n/translate.ts'

const langs = 'ar br cs de el en es fa fr he hu id in it ja kr ms nl pl ro ru sv th tr uk vi zh'.split(' ')

describe('the locale', () => {
  it('has the 28 values of the contract', () => {
    expect(LOCALES.join(' ')).toBe(
      'ar_AE br cs de_DE el en es fa_IR fr he_IL hu_HU id in it ja kr ms_MY nl_NL pl ro ru sv_SE th_TH tr uk vi_VN zh_CN zh_TW',
    )
  })

  it.each(LOCALES)('%s is known', (code) => {
    expect(localeOf(code)).toBe(code)
  })

  it.each([undefined, null, '', 'de', 'EN', 'xx', '__proto__', 1, ['en'], {}])(
    '%j means English',
    (value) => {
      expect(localeOf(value)).toBe('en')
    },
  )

  it.each(LOCALES)('%s has a language tag that browsers know', (locale) => {
    const [tag] = Intl.getCanonicalLocales(htmlLang(locale))
    expect(tag).toBe(htmlLang(locale))
    expect(
      new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(htmlLang(locale)),
    ).toBeDefined()
  })

  it('starts the lines of Arabic, Hebrew and Persian on the right, and no others', () => {
    expect(LOCALES.filter((locale) => dir(locale) === 'rtl')).toEqual(['ar_AE', 'fa_IR', 'he_IL'])
  })
})

describe('the lang of an OAuth request', () => {
  it.each(langs)('%s leads to a locale of the same language', (lang) => {
    expect(langOf(lang).slice(0, 2)).toBe(lang)
  })

  it('leads every one of the 27 to a locale of its own', () => {
    expect(new Set(langs.map(langOf)).size).toBe(27)
  })

  it.each([
    ['br', 'pt-BR'],
    ['kr', 'ko'],
    ['in', 'en-IN'],
    ['id', 'id'],
    ['zh', 'zh-CN'],
    ['ar', 'ar'],
  ])('%s is the language %s', (lang, tag) => {
    expect(htmlLang(langOf(lang))).toBe(tag)
  })

  it('may be spelled as a locale', () => {
    expect(langOf('zh_TW')).toBe('zh_TW')
    expect(langOf('de_DE')).toBe('de_DE')
  })

  it.each([undefined, '', 'xx', 'EN', '__proto__', 'constructor'])('%j means English', (value) => {
    expect(langOf(value)).toBe('en')
  })
})
