import type { MessageParams } from '../broker/errors.ts'
import { type Catalogue, catalogues, isMessageKey, type MessageKey, messageIn } from './catalogues.ts'
import type { Locale } from './locale.ts'
import { fillMessage } from './message.ts'

export type { MessageKey } from './catalogues.ts'
export type { Locale } from './locale.ts'
export { dir, htmlLang, langOf, localeOf } from './locale.ts'

type NameIn<Prefix extends string> = MessageKey extends infer Key
  ? Key extends `${Prefix}_${infer Name}`
    ? Name
    : never
  : never

/** What a field may have to be: the `expected` of a request error. */
export type Expectation = NameIn<'expected'>

/** What a broker may lack: the `feature` of a request error. */
export type Feature = NameIn<'feature'>

/** The text behind `key` in the reader's language, or in English where that lacks it, filled from `params`. */
export function translate(locale: Locale, key: MessageKey, params: MessageParams = {}): string {
  const catalogue = catalogues[locale]
  return fillMessage(messageIn(catalogue, key), inWords(catalogue, params))
}

/**
 * Errors name things as programs do: a field (`limitPrice`), what was expected of it (`above_zero`), a feature
 * (`stop_limit`). People read what the catalogue calls them, `field_limitPrice` and so on; other values stay as they are.
 */
const namedThings = ['field', 'expected', 'feature'] as const

function inWords(catalogue: Catalogue, params: MessageParams): MessageParams {
  let worded = params
  for (const thing of namedThings) {
    if (params[thing] === undefined) continue
    const key = `${thing}_${params[thing]}`
    if (isMessageKey(key)) worded = { ...worded, [thing]: fillMessage(messageIn(catalogue, key), params) }
  }
  return worded
}
