import type { BrokerError } from '../broker/errors.ts'
import type { QuoteAnswer } from '../broker/quote.ts'
import type { AccountCall } from './endpoint.ts'
import { plain } from './numbers.ts'
import { symbolsOf } from './parse.ts'

/** GET /quotes: every symbol is answered, one that cannot be quoted with an error of its own. */
export async function readQuotes({ account, query }: AccountCall) {
  const answers = await account.quotes(symbolsOf(query))
  const failure = commonFailure(answers)
  if (failure) throw failure
  return answers.map(renderQuote)
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
  const failures = answers.flatMap(({ result }) => ('error' in result ? [result.error] : []))
  const isCommon =
    failures.length === answers.length && failures.every(({ code }) => code !== 'instrument_not_found')
  return isCommon ? failures[0] : undefined
}
