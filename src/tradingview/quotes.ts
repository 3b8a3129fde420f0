import type { BrokerError } from '../broker/errors.ts'
import type { Quote, QuoteAnswer } from '../broker/quote.ts'
import { type Soon, soon } from '../broker/soon.ts'
import type { FormFields } from '../http/form.ts'
import { type WireBody, wireBody } from '../http/wire-body.ts'
import type { PolledCall } from './endpoint.ts'
import { plain } from './numbers.ts'
import { symbolsOf } from './parse.ts'

interface Asked {
  readonly symbols: readonly string[]
  /** The last answer, and the entries it was made of. */
  last: { readonly entries: readonly string[]; readonly body: WireBody } | undefined
}

/** Panels poll with the same query over and over, and often there is nothing new. */
const asked = new WeakMap<FormFields, Asked>()

/** GET /quotes: every symbol is answered, one that cannot be quoted with an error of its own. */
export function readQuotes({ account, query }: PolledCall): Soon<WireBody> {
  const known = asked.get(query) ?? firstAsked(query)
  return soon(account.quotes(known.symbols), (answers) => {
    const failure = commonFailure(answers)
    if (failure) throw failure
    const entries = answers.map(quoteText)
    if (known.last === undefined || !areEqual(known.last.entries, entries))
      known.last = { entries, body: wireBody(`{"s":"ok","d":[${entries.join(',')}]}`) }
    return known.last.body
  })
}

function firstAsked(query: FormFields): Asked {
  const first: Asked = { symbols: symbolsOf(query), last: undefined }
  asked.set(query, first)
  return first
}

function areEqual(before: readonly string[], now: readonly string[]): boolean {
  return before.every((entry, place) => entry === now[place])
}

/** Quotes are shared by many users, the worth of a pip only by those with the same money. */
const texts = new WeakMap<Quote, Map<string, string>>()

/** One entry of the list, serialised once per quote and worth of a pip. */
function quoteText(answer: QuoteAnswer): string {
  if ('error' in answer.result) return JSON.stringify(renderQuote(answer))
  const { quote, pipValue } = answer.result
  const known = texts.get(quote) ?? new Map<string, string>()
  const key = `${pipValue}|${answer.name}`
  const text = known.get(key) ?? JSON.stringify(renderQuote(answer))
  texts.set(quote, known.set(key, text))
  return text
}

export function renderQuote({ name, result }: QuoteAnswer) {
  // The contract asks for prices even where there are none.
  if ('error' in result) return { s: 'error', n: name, v: { ask: 0, bid: 0 } }
  const { quote, pipValue } = result
  const v = { ask: plain(quote.ask), bid: plain(quote.bid) }
  if (pipValue === undefined) return { s: 'ok', n: name, v }
  // TradeLocker has one rate for both directions.
  const worth = plain(pipValue)
  return { s: 'ok', n: name, v: { ...v, buyPipValue: worth, sellPipValue: worth } }
}

/** When not one symbol could be read because the broker did not answer, that is the request's error and is said. */
export function commonFailure(answers: readonly QuoteAnswer[]): BrokerError | undefined {
  if (answers.some(({ result }) => 'quote' in result)) return undefined
  const failures = answers.flatMap(({ result }) => ('error' in result ? [result.error] : []))
  const isCommon =
    failures.length === answers.length && failures.every(({ code }) => code !== 'instrument_not_found')
  return isCommon ? failures[0] : undefined
}
