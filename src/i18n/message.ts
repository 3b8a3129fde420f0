import type { MessageParams } from '../broker/errors.ts'

/**
 * A text with `{placeholders}`. Where a parameter may be missing, a list of wordings: the first whose placeholders can
 * all be filled is said, so the last one should have none.
 */
export type Message = string | readonly [string, ...string[]]

/** A file of the English catalogue in another language. What a language leaves out is said in English. */
export type Translation<English> = { readonly [Key in keyof English]?: Message }

const PLACEHOLDER = /\{(\w+)\}/g

/** Longest parameter shown: a broker's reason is a sentence, not a page. */
const MAX_PARAM_CHARS = 300

/** What stands where a parameter is missing that no wording can do without: never braces. */
const MISSING = '…'

/** Line breaks, what turns the direction of writing, and the like; Persian cannot do without its joiners. */
const INVISIBLE = /(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\s])+/gu

const plainNumber = new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 20 })

/** Every wording of a message. */
export function wordingsOf(message: Message): readonly string[] {
  return typeof message === 'string' ? [message] : message
}

/** The names of a wording's placeholders. */
export function placeholdersOf(wording: string): readonly string[] {
  return [...wording.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

/** The first wording whose placeholders all have a parameter, filled. */
export function fillMessage(message: Message, params: MessageParams): string {
  const wordings = wordingsOf(message)
  const wording = wordings.find((each) => canBeFilled(each, params)) ?? wordings.at(-1) ?? ''
  return wording.replace(PLACEHOLDER, (_, name: string) => shown(paramOf(params, name)))
}

function canBeFilled(wording: string, params: MessageParams): boolean {
  return placeholdersOf(wording).every((name) => paramOf(params, name) !== undefined)
}

function paramOf(params: MessageParams, name: string): string | number | undefined {
  const value: unknown = Object.hasOwn(params, name) ? params[name] : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function shown(value: string | number | undefined): string {
  if (value === undefined) return MISSING
  // Never the exponent form: a trader reads 0.0000001, not 1e-7.
  if (typeof value === 'number') return plainNumber.format(value)
  const line = value.replace(INVISIBLE, ' ').trim()
  return line.length > MAX_PARAM_CHARS ? `${line.slice(0, MAX_PARAM_CHARS - 1)}…` : line
}
