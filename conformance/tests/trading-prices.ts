import { shaped, show } from '../shape.ts'
import type { Test } from '../test.ts'
import { type Ask, instrumentsOf, overAccounts, quotable, tradingTest } from '../trading/over-accounts.ts'
import { type Account, depthShape, quotesShape } from '../trading/shapes.ts'
import { hold, NotRun } from '../verdict.ts'

async function checkQuotes(account: Account, ask: Ask): Promise<readonly string[]> {
  const names = quotable((await instrumentsOf(account, ask)).value)
    .slice(0, 3)
    .map(({ name }) => name)
  const symbols = names.toReversed()
  if (symbols.length === 0) throw new NotRun('No instrument has quotes.')
  const { d, request } = await ask('/quotes', {
    query: { symbols: symbols.join(','), accountId: account.id },
  })
  const { value, extras } = shaped(quotesShape, d, request)
  hold(
    value.length === symbols.length && value.every(({ n }, index) => n === symbols[index]),
    () =>
      `${request}: n: expected ${symbols.join(', ')} as requested, received ${value.map(({ n }) => n).join(', ')}.`,
  )
  for (const { n, s, v } of value)
    hold(
      s === 'error' || v.bid <= v.ask,
      `${request}: ${n}: expected a bid of at most the ask, received ${show(v)}.`,
    )
  if (value.every(({ s }) => s === 'error')) throw new NotRun(`${request} has no prices.`)
  return extras
}

async function checkDepth(account: Account, ask: Ask): Promise<readonly string[]> {
  const [instrument] = quotable((await instrumentsOf(account, ask)).value)
  if (instrument === undefined) throw new NotRun('No instrument has quotes.')
  const { d, request } = await ask('/depth', { query: { symbol: instrument.name, accountId: account.id } })
  const { value, extras } = shaped(depthShape, d, request)
  if (value.asks.length + value.bids.length === 0) throw new NotRun(`${request} is empty on both sides.`)
  for (const name of ['asks', 'bids'] as const) {
    const prices = value[name].map(([price]) => price)
    const back = prices.findIndex((price, index) => index > 0 && price < (prices[index - 1] ?? price))
    hold(
      back < 0,
      () =>
        `${request}: ${name}[${back}]: expected prices that ascend (bids too), received ${prices[back]} after ${prices[back - 1]}.`,
    )
  }
  return extras
}

export const priceTests: readonly Test[] = [
  tradingTest(
    'tradingQuotes',
    'Quotes come in the order asked for, n equal to what was asked, bid at most ask.',
    (context) => overAccounts(context, checkQuotes, 'Quotes come as asked'),
  ),
  tradingTest('tradingDepth', 'Both sides of the depth ascend by price.', (context) =>
    overAccounts(context, checkDepth, 'Depth ascends', { flag: 'supportLevel2Data', byDefault: false }),
  ),
]
