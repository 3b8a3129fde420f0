import { shaped } from '../shape.ts'
import type { Test } from '../test.ts'
import { brokenOrder, brokenOrders } from '../trading/order-rules.ts'
import { type Ask, flag, instrumentsOf, overAccounts, path, tradingTest } from '../trading/over-accounts.ts'
import {
  type Account,
  balancesShape,
  executionsShape,
  ordersHistoryShape,
  ordersShape,
  positionsShape,
} from '../trading/shapes.ts'
import { hold, NotRun, Violation } from '../verdict.ts'

const failIf = (request: string, mistake: string | undefined): void => {
  if (mistake !== undefined) throw new Violation(`${request}: ${mistake}.`)
}

/** @throws NotRun when there is none, and so nothing to look at */
function needSome({ length }: readonly unknown[], request: string, what: string): void {
  if (length === 0) throw new NotRun(`${request} has no ${what} to look at.`)
}

async function checkOrders(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'orders'))
  const { value, extras } = shaped(ordersShape, d, request)
  needSome(value, request, 'order')
  for (const order of value) failIf(request, brokenOrder(order))
  failIf(request, brokenOrders(value))
  return extras
}

async function checkOrdersHistory(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'ordersHistory'))
  const { value, extras } = shaped(ordersHistoryShape, d, request)
  needSome(value, request, 'order')
  for (const order of value) failIf(request, brokenOrder(order))
  return extras
}

async function checkPositions(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'positions'))
  const { value, extras } = shaped(positionsShape, d, request)
  needSome(value, request, 'position')
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
  const all: unknown[] = []
  for (const instrument of [...wanted].slice(0, 3)) {
    const { d, request } = await ask(path(account, 'executions'), { query: { instrument } })
    const { value, extras } = shaped(executionsShape, d, request)
    const other = value.find((execution) => execution.instrument !== instrument)
    hold(
      other === undefined,
      `${request}: execution ${other?.id}: expected instrument ${instrument}, received ${other?.instrument}.`,
    )
    notices.push(...extras)
    all.push(...value)
  }
  needSome(all, `GET ${path(account, 'executions')} of ${[...wanted].slice(0, 3).join(', ')}`, 'execution')
  return notices
}

async function checkBalances(account: Account, ask: Ask): Promise<readonly string[]> {
  const { d, request } = await ask(path(account, 'balances'))
  const { value, extras } = shaped(balancesShape, d, request)
  needSome(value, request, 'balance')
  return extras
}

/** Orders, positions and what became of them. */
export const bookTests: readonly Test[] = [
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
]
