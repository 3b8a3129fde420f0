import type { MessageParams } from '../broker/errors.ts'
import type { Locale } from './locale.ts'
import type { Message } from './message.ts'
import { fillMessage } from './message.ts'
import { en } from './messages/en.ts'

export type { Locale } from './locale.ts'
export { dir, htmlLang, langOf, localeOf } from './locale.ts'

export type MessageKey = keyof typeof en

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

/** Errors name a field as the contract does (`limitPrice`); people read its name in their language (limit price). */
function inWords(locale: Locale, params: MessageParams): MessageParams {
  const key = `field_${params.field}`
  return isMessageKey(key) ? { ...params, field: fillMessage(messageFor(locale, key), {}) } : params
}

function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}
