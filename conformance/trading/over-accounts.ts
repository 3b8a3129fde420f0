import type { Context } from '../context.ts'
import { overEach } from '../over-each.ts'
import { shaped } from '../shape.ts'
import type { Test } from '../test.ts'
import { NotRun, passedUnless, type Verdict } from '../verdict.ts'
import { type Account, type Instrument, instrumentsShape } from './shapes.ts'
import type { Trader } from './trader.ts'

export type Ask = Trader['ask']

/** The address of what belongs to an account. */
export const path = ({ id }: Account, rest: string): string => `/accounts/${encodeURIComponent(id)}/${rest}`

/** A flag of an account, or its default. */
export const flag = ({ config }: Account, name: string, byDefault: boolean): boolean =>
  config[name] ?? byDefault

/** Runs a check for every account that is looked at; it answers what it noticed, and throws NotRun where there is nothing. */
export async function overAccounts(
  context: Context,
  check: (account: Account, ask: Ask) => Promise<readonly string[]>,
  holds: string,
  applies: { flag: string; byDefault: boolean } | undefined = undefined,
): Promise<Verdict> {
  const { tested, ask } = await context.trader()
  const accounts = tested.filter((account) => !applies || flag(account, applies.flag, applies.byDefault))
  if (accounts.length === 0) throw new NotRun(`No account has the flag ${applies?.flag}.`)
  const { checked, notices } = await overEach(accounts, (account) => check(account, ask))
  return passedUnless(notices, `${holds} (account ${checked.map(({ id }) => id).join(', ')}).`)
}

/** A test of the trading half. */
export const tradingTest = (name: string, rule: string, run: Test['run']): Test => ({
  name,
  area: 'trading',
  rule,
  lane: 'trading',
  run,
})

export async function instrumentsOf(account: Account, ask: Ask) {
  const { d, request } = await ask(path(account, 'instruments'))
  return { ...shaped(instrumentsShape, d, request), request }
}

/** Those that /quotes and /depth answer for. */
export const quotable = (instruments: readonly Instrument[]): readonly Instrument[] =>
  instruments.filter(({ hasQuotes }) => hasQuotes !== false)
