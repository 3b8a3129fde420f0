import { z } from 'zod'
import { moment } from '../clock.ts'
import type { Context } from '../context.ts'
import { authorize } from '../deployment/authorize.ts'
import { jsonOf } from '../deployment/deployment.ts'
import { shaped, show } from '../shape.ts'
import type { Test } from '../test.ts'
import { brokenOrder, brokenOrders } from '../trading/order-rules.ts'
import {
  type Account,
  accountsShape,
  balancesShape,
  configShape,
  depthShape,
  executionsShape,
  type Instrument,
  instrumentsShape,
  ordersHistoryShape,
  ordersShape,
  positionsShape,
  quotesShape,
  stateShape,
} from '../trading/shapes.ts'
import type { Trader } from '../trading/trader.ts'
import { hold, NotRun, passedUnless, type Verdict, Violation } from '../verdict.ts'

const path = ({ id }: Account, rest: string): string => `/accounts/${encodeURIComponent(id)}/${rest}`

/** A flag of an account, or its default. */
const flag = ({ config }: Account, name: string, byDefault: boolean): boolean => config[name] ?? byDefault

type Ask = Trader['ask']

/** Runs a check for every account that is looked at; the check answers what it noticed. */
async function overAccounts(
  context: Context,
  check: (account: Account, ask: Ask) => Promise<readonly string[]>,
  holds: string,
  applies: { flag: string; byDefault: boolean } | undefined = undefined,
): Promise<Verdict> {
  const { tested, ask } = await context.trader()
  const accounts = tested.filter((account) => !applies || flag(account, applies.flag, applies.byDefault))
  if (accounts.length === 0) throw new NotRun(`No account has the flag ${applies?.flag}.`)
  const notices: string[] = []
  for (const account of accounts) notices.push(...(await check(account, ask)))
  return passedUnless(notices, `${holds} (account ${accounts.map(({ id }) => id).join(', ')}).`)
}

const tradingTest = (name: string, rule: string, run: Test['run']): Test => ({
  name,
  area: 'trading',
  rule,
  lane: 'trading',
  run,
})

async function instrumentsOf(account: Account, ask: Ask) {
  const { d, request } = await ask(path(account, 'instruments'))
  return { ...shaped(instrumentsShape, d, request), request }
}

async function checkInstruments(account: Account, ask: Ask): Promise<readonly string[]> {
  const { value, extras, request } = await instrumentsOf(account, ask)
  hold(value.length > 0, `${request}: expected instruments, received none.`)
  const twice = value.find(({ name }, index) => value.findIndex((one) => one.name === name) !== index)
  hold(twice === undefined, `${request}: "${twice?.name}": expected once, received several times.`)
  for (const { name, type, minTick, pipSize, minQty, maxQty } of value) {
    const ratio = pipSize / minTick
    const isPip = Math.abs(ratio - 1) < 1e-6 || (type === 'forex' && Math.abs(ratio - 10) < 1e-5)
    hold(
      isPip,
      `${request}: ${name}: pipSize: expected minTick (${minTick})${type === 'forex' ? ' or ten times it' : ''}, received ${pipSize}.`,
    )
    hold(
      minQty === undefined || maxQty === undefined || minQty <= maxQty,
      `${request}: ${name}: expected minQty at most maxQty, received ${minQty} and ${maxQty}.`,
    )
  }
  return extras
}

async function checkState(account: Account, ask: Ask): Promise<readonly string[]> {
  const config = await ask('/config')
  const shape = shaped(configShape, config.d, config.request).value
  const tables = account.ui?.accountManager ?? shape.accountManager
  const row = account.ui?.accountSummaryRow ?? shape.accountSummaryRow
  const { d, request } = await ask(path(account, 'state'))
  const { value, extras } = shaped(stateShape, d, request)
  const { amData = [], accountSummaryRowData = [] } = value
  hold(
    amData.length === (tables?.length ?? 0),
    `${request}: amData: expected as many tables as accountManager has, ${tables?.length ?? 0}, received ${amData.length}.`,
  )
  for (const [index, rows] of amData.entries()) {
    const columns = tables?.[index]?.columns.length
    const odd = rows.findIndex((cells) => cells.length !== columns)
    hold(
      odd < 0,
      () =>
        `${request}: amData[${index}][${odd}]: expected ${columns} cells, one per column, received ${rows[odd]?.length}.`,
    )
  }
  if (flag(account, 'supportCustomAccountSummaryRow', false))
    hold(
      accountSummaryRowData.length === (row?.length ?? 0),
      `${request}: accountSummaryRowData: expected ${row?.length ?? 0} cells as accountSummaryRow has, received ${accountSummaryRowData.length}.`,
    )
  return extras
}

async function checkOrders(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'orders'))
  const { value, extras } = shaped(ordersShape, d, request)
  for (const order of value) failIf(request, brokenOrder(order))
  failIf(request, brokenOrders(value))
  return extras
}

async function checkOrdersHistory(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'ordersHistory'))
  const { value, extras } = shaped(ordersHistoryShape, d, request)
  for (const order of value) failIf(request, brokenOrder(order))
  return extras
}

async function checkPositions(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'positions'))
  const { value, extras } = shaped(positionsShape, d, request)
  const twice = value.find(({ id }, index) => value.findIndex((one) => one.id === id) !== index)
  hold(twice === undefined, `${request}: position ${twice?.id}: expected once, received several times.`)
  if (!flag(account, 'supportMultiposition', false)) {
    const open = value.filter(({ qty }) => qty > 0)
    const second = open.find(
      ({ instrument }, index) => open.findIndex((one) => one.instrument === instrument) !== index,
    )
    hold(
      second === undefined,
      `${request}: position ${second?.id}: expected one position of ${second?.instrument} as supportMultiposition is off.`,
    )
  }
  const isComputed = !flag(account, 'supportPLUpdate', true)
  const untold = value.find(({ unrealizedPl }) => unrealizedPl === undefined)
  hold(
    isComputed || untold === undefined,
    `${request}: position ${untold?.id}: expected unrealizedPl as supportPLUpdate is on, received none.`,
  )
  return extras
}

/** Where there are positions, in their instruments; otherwise in any. */
async function checkExecutions(account: Account, ask: Ask): Promise<readonly string[]> {
  const held = await ask(path(account, 'positions'))
  const names = shaped(positionsShape, held.d, held.request).value.map(({ instrument }) => instrument)
  const [any] = (await instrumentsOf(account, ask)).value
  const wanted = new Set([...names, ...(any === undefined ? [] : [any.name])])
  const notices: string[] = []
  for (const instrument of [...wanted].slice(0, 3)) {
    const { d, request } = await ask(path(account, 'executions'), { query: { instrument } })
    const { value, extras } = shaped(executionsShape, d, request)
    const other = value.find((execution) => execution.instrument !== instrument)
    hold(
      other === undefined,
      `${request}: execution ${other?.id}: expected instrument ${instrument}, received ${other?.instrument}.`,
    )
    notices.push(...extras)
  }
  return notices
}

async function checkBalances(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'balances'))
  return shaped(balancesShape, d, request).extras
}

const quotable = (instruments: readonly Instrument[]): readonly Instrument[] =>
  instruments.filter(({ hasQuotes }) => hasQuotes !== false)

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
  return extras
}

async function checkDepth(account: Account, ask: Ask): Promise<readonly string[]> {
  const [instrument] = quotable((await instrumentsOf(account, ask)).value)
  if (instrument === undefined) throw new NotRun('No instrument has quotes.')
  const { d, request } = await ask('/depth', { query: { symbol: instrument.name, accountId: account.id } })
  const { value, extras } = shaped(depthShape, d, request)
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

const failIf = (request: string, mistake: string | undefined): void => {
  if (mistake !== undefined) throw new Violation(`${request}: ${mistake}.`)
}

export const tradingReadTests: readonly Test[] = [
  tradingTest(
    'tradingAuthorize',
    "POST /authorize answers a trader's login with a token and an expiration in the future.",
    async ({ access, deployment, clock }) => {
      const { expiration, notices } = await authorize(
        deployment,
        await access.traderLogin(),
        clock.now(),
        'en',
      )
      return passedUnless(notices, `A token is answered; it ends at ${moment(expiration ?? 0)}.`)
    },
  ),
  tradingTest(
    'tradingConfig',
    'GET /config has tables, durations and polling intervals within their limits.',
    async (context) => {
      const { ask } = await context.trader()
      const { d, request } = await ask('/config')
      const { value, extras } = shaped(configShape, d, request)
      return passedUnless(
        extras,
        `${value.accountManager?.length ?? 0} tables, ${value.durations?.length ?? 0} durations.`,
      )
    },
  ),
  tradingTest(
    'tradingAccounts',
    'GET /accounts lists accounts with id, name, type and flags.',
    async (context) => {
      const { ask } = await context.trader()
      const { d, request } = await ask('/accounts')
      const { value, extras } = shaped(accountsShape, d, request)
      const twice = value.find(({ id }, index) => value.findIndex((one) => one.id === id) !== index)
      hold(twice === undefined, `${request}: the id ${twice?.id}: expected once, received several times.`)
      return passedUnless(extras, `${value.length} accounts.`)
    },
  ),
  tradingTest(
    'tradingInstruments',
    'Instruments have unique names, a pipSize of one tick (forex: or ten), a pipValue and a type of the list.',
    (context) => overAccounts(context, checkInstruments, 'Instruments are complete'),
  ),
  tradingTest(
    'tradingState',
    'State tells balance and unrealizedPl; amData mirrors the tables of accountManager, with texts as cells.',
    (context) => overAccounts(context, checkState, 'State mirrors the tables'),
  ),
  tradingTest(
    'tradingOrders',
    'Orders have the statuses and fields of the specification; trailingStopPips only on trailing stops; brackets have parents.',
    (context) => overAccounts(context, checkOrders, 'Orders are well formed'),
  ),
  tradingTest('tradingOrdersHistory', 'The history of orders has final statuses only.', (context) =>
    overAccounts(context, checkOrdersHistory, 'Only final orders', {
      flag: 'supportOrdersHistory',
      byDefault: false,
    }),
  ),
  tradingTest(
    'tradingPositions',
    'Positions have unique ids, quantities of at least 0, and unrealizedPl unless supportPLUpdate is off.',
    (context) =>
      overAccounts(context, checkPositions, 'Positions are well formed', {
        flag: 'supportPositions',
        byDefault: true,
      }),
  ),
  tradingTest(
    'tradingExecutions',
    'Executions are of the instrument asked for, times in Unix seconds.',
    (context) =>
      overAccounts(context, checkExecutions, 'Executions are well formed', {
        flag: 'supportExecutions',
        byDefault: false,
      }),
  ),
  tradingTest('tradingBalances', 'Balances have symbol, total and available.', (context) =>
    overAccounts(context, checkBalances, 'Balances are well formed', {
      flag: 'supportBalances',
      byDefault: false,
    }),
  ),
  tradingTest(
    'tradingQuotes',
    'Quotes come in the order asked for, n equal to what was asked, bid at most ask.',
    (context) => overAccounts(context, checkQuotes, 'Quotes come as asked'),
  ),
  tradingTest('tradingDepth', 'Both sides of the depth ascend by price.', (context) =>
    overAccounts(context, checkDepth, 'Depth ascends', { flag: 'supportLevel2Data', byDefault: false }),
  ),
  tradingTest(
    'tradingUnknownAccount',
    'An account that is not the login’s is an error: status 200, s "error" and a sentence.',
    async ({ deployment, trader }) => {
      const { token } = await trader()
      const answer = await deployment.send('/accounts/no-such-account-0/state', {
        token,
        query: { locale: 'en' },
      })
      return errorEnvelope(answer.request, jsonOf(answer))
    },
  ),
  tradingTest(
    'tradingErrorEnvelope',
    'Business errors are status 200 with s "error" and a sentence in errmsg.',
    async ({ deployment, trader }) => {
      const { token, tested } = await trader()
      const id = encodeURIComponent(tested[0]?.id ?? '')
      // Cancelling what does not exist changes nothing.
      const answer = await deployment.send(`/accounts/${id}/orders/no-such-order-0`, {
        method: 'DELETE',
        token,
        query: { locale: 'en' },
      })
      return errorEnvelope(answer.request, jsonOf(answer))
    },
  ),
  tradingTest(
    'tradingUnauthorizedRequest',
    'Without a token the trading half answers 401.',
    async ({ deployment, trader }) => {
      await trader()
      for (const address of ['/config', '/accounts']) {
        const { status } = await deployment.send(address, { query: { locale: 'en' } })
        hold(status === 401, `GET ${address} without a token: expected status 401, received ${status}.`)
      }
      return passedUnless([], '/config and /accounts without a token are answered 401.')
    },
  ),
]

const envelope = z.strictObject({ s: z.literal('error'), errmsg: z.string().min(1) })

function errorEnvelope(request: string, body: unknown): Verdict {
  const { s } = Object(body)
  if (s === 'ok') {
    throw new Violation(`${request}: expected {"s":"error","errmsg":"…"}, received an ok answer.`)
  }
  const { value, extras } = shaped(envelope, body, request)
  return passedUnless(extras, `The error is told: ${show(value.errmsg)}.`)
}
