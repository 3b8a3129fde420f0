import type { MessageParams } from '../broker/errors.ts'
import type { Locale } from './locale.ts'
import type { Message } from './message.ts'
import { fillMessage } from './message.ts'
import { en } from './messages/en.ts'

export type { Locale } from './locale.ts'
export { dir, htmlLang, langOf, localeOf } from './locale.ts'

export type MessageKey = keyof typeof en

type NameIn<Prefix extends string> = MessageKey extends infer Key
  ? Key extends `${Prefix}_${infer Name}`
    ? Name
    : never
  : never

/** What a field may have to be: the `expected` of a request error. */
export type Expectation = NameIn<'expected'>

/** What a broker may lack: the `feature` of a request error. */
export type Feature = NameIn<'feature'>

type Catalogue = Readonly<Partial<Record<MessageKey, Message>>>

/** Every language there is; a key that a language lacks is said in English. */
const catalogues: Readonly<Partial<Record<Locale, Catalogue>>> = { en }

/** The sentence or label behind `key` in the reader's language, its placeholders filled from `params`. */
export function translate(locale: Locale, key: MessageKey, params: MessageParams = {}): string {
  return fillMessage(messageFor(locale, key), inWords(locale, params))
}

function messageFor(locale: Locale, key: MessageKey): Message {
  return catalogues[locale]?.[key] ?? en[key]
}

/**
 * Errors name things as programs do: a field (`limitPrice`), what was expected of it (`above_zero`), a feature
 * (`stop_limit`). People read what the catalogue calls them, `field_limitPrice` and so on; other values stay as they are.
 */
const namedThings = ['field', 'expected', 'feature'] as const

function inWords(locale: Locale, params: MessageParams): MessageParams {
  let worded = params
  for (const thing of namedThings) {
    if (params[thing] === undefined) continue
    const key = `${thing}_${params[thing]}`
    if (isMessageKey(key)) worded = { ...worded, [thing]: fillMessage(messageFor(locale, key), params) }
  }
  return worded
}

function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}
