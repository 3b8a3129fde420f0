import { describe, expect, it } from 'vitest'
import { catalogues, type MessageKey } from '../../src/i18n/catalogues.ts'
import { LOCALES, type Locale } from '../../src/i18n/locale.ts'
import { placeholdersOf, wordingsOf } from '../../src/i18n/message.ts'
import { labels } from '../../src/i18n/messages/en/labels.ts'
import { en } from '../../src/i18n/messages/en.ts'

const translated = LOCALES.filter((locale) => catalogues[locale] !== en)
const keys = Object.keys(en) as MessageKey[]

/** Letters a language is written with, and words of other scripts that its traders use as they are. */
const writing: Readonly<Partial<Record<Locale, { script: RegExp; terms?: RegExp }>>> = {
  ar_AE: { script: /\p{scx=Arabic}/u },
  el: {
    script: /\p{scx=Greek}/u,
    terms:
      /\b(e-?mail|cookies|lot|pips?|tick|spread|limit|stop([ -](loss|out|limit))?|take profit|trailing stop)\b/gi,
  },
  fa_IR: { script: /\p{scx=Arabic}/u },
  he_IL: { script: /\p{scx=Hebrew}/u },
  ja: { script: /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u },
  kr: { script: /\p{scx=Hangul}/u },
  ru: { script: /\p{scx=Cyrillic}/u },
  th_TH: { script: /\p{scx=Thai}/u },
  uk: { script: /\p{scx=Cyrillic}/u },
  zh_CN: { script: /\p{scx=Han}/u, terms: /K(?=线)|Cookie/g },
  zh_TW: { script: /\p{scx=Han}/u, terms: /K(?=線)|Cookie/g },
}

/** Names and abbreviations that are the same everywhere; `from` is a parameter. */
const NAMES = /TradingView|application\/x-www-form-urlencoded|\b(IOC|GTC|ID|from)\b/g

/** Letters that would betray a text in a neighbouring language. */
const foreignLetters: Readonly<Partial<Record<Locale, RegExp>>> = {
  ar_AE: /[پچژگکی]/,
  fa_IR: /[كيىة]/,
  ro: /[şţŞŢ]/,
  ru: /[іїєґ]/i,
  uk: /[ыэъё]/i,
  zh_CN: /[帳戶單價請錄碼過無後這個與為時級]/,
  zh_TW: /[账户单价请录码过无后这个与为时级]/,
}

/** Words that are the same in English, in some language or other. */
const sharedWords =
  /^(demo|live|server|e-mail|email|password|margin|leverage|trades|lots|stop loss|take profit|\{sentence\})$/i

/** Words that are in no other language but English. */
const ENGLISH = /\b(the|please|cannot|must|your|with|this|too many)\b/i

function wordings(locale: Locale): readonly { key: MessageKey; english: string; text: string }[] {
  return keys.flatMap((key) => {
    const message = catalogues[locale][key]
    if (message === undefined) return []
    return wordingsOf(message).map((text, at) => ({ key, text, english: wordingsOf(en[key])[at] ?? '' }))
  })
}

const withoutPlaceholders = (text: string) => text.replace(/\{\w+\}/g, '')

const isSentence = (text: string) => /[.。]$/.test(text)

/** The wordings that are not as they should be. */
const those = (locale: Locale, wrong: (text: string, english: string, key: MessageKey) => boolean) =>
  wordings(locale).filter(({ text, english, key }) => wrong(text, english, key))

describe.each(translated)('the catalogue of %s', (locale) => {
  it('has every key of English, and no other', () => {
    const own = Object.keys(catalogues[locale])
    expect(keys.filter((key) => !own.includes(key))).toEqual([])
    expect(own.filter((key) => !keys.includes(key as MessageKey))).toEqual([])
  })

  it('has as many wordings of each message as English, with the same placeholders', () => {
    const shape = (message: Parameters<typeof wordingsOf>[0]) =>
      wordingsOf(message).map((wording) => [...placeholdersOf(wording)].sort().join())
    for (const key of keys) {
      const message = catalogues[locale][key]
      if (message !== undefined) expect([key, shape(message)]).toEqual([key, shape(en[key])])
    }
  })

  it('has no stray braces, blanks or invisible marks', () => {
    expect(those(locale, (text) => /[{}]/.test(withoutPlaceholders(text)))).toEqual([])
    expect(those(locale, (text) => text !== text.trim() || / {2}|[\t\n\u00a0]/.test(text))).toEqual([])
    expect(those(locale, (text) => /(?!\u200c)\p{Cf}/u.test(text))).toEqual([])
    expect(those(locale, (text) => text !== text.normalize('NFC'))).toEqual([])
  })

  it('leaves nothing in English', () => {
    const isSame = (text: string, english: string) => text.toLowerCase() === english.toLowerCase()
    expect(those(locale, (text, english) => isSame(text, english) && !sharedWords.test(text))).toEqual([])
    expect(those(locale, (text) => ENGLISH.test(withoutPlaceholders(text)))).toEqual([])
  })

  it('is written in one script', () => {
    const { script = /\p{scx=Latin}/u, terms } = writing[locale] ?? {}
    const foreign = (text: string) => {
      const own = withoutPlaceholders(text)
        .replace(NAMES, '')
        .replace(terms ?? '', '')
      return [...own.matchAll(/\p{L}/gu)].some(([letter]) => !script.test(letter))
    }
    expect(those(locale, foreign)).toEqual([])
    const letters = foreignLetters[locale]
    if (letters !== undefined) expect(those(locale, (text) => letters.test(text))).toEqual([])
  })

  it('ends sentences where English does', () => {
    // Thai has no full stop.
    const isWrong = (text: string, english: string) =>
      isSentence(text) !== (locale !== 'th_TH' && isSentence(english))
    expect(those(locale, isWrong)).toEqual([])
  })

  it('has captions that the panel has room for', () => {
    const isLong = (text: string, english: string, key: MessageKey) =>
      Object.hasOwn(labels, key) && !isSentence(english) && text.length > 36
    expect(those(locale, isLong)).toEqual([])
  })

  it('calls no two columns of the account page the same', () => {
    const titles = wordings(locale).flatMap(({ key, text }) => (key.startsWith('column_') ? [text] : []))
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
  })
})

it('speaks 26 languages besides English, each its own', () => {
  expect(translated).toHaveLength(26)
  expect(new Set(translated.map((locale) => catalogues[locale])).size).toBe(26)
  const greetings = translated.map((locale) => wordingsOf(catalogues[locale].session_expired ?? '')[0])
  expect(new Set([...greetings, en.session_expired]).size).toBe(27)
})
