import { moment } from '../clock.ts'
import { authorize } from '../deployment/authorize.ts'
import { shaped } from '../shape.ts'
import type { Test } from '../test.ts'
import { type Ask, flag, instrumentsOf, overAccounts, path, tradingTest } from '../trading/over-accounts.ts'
import { type Account, accountsShape, configShape, stateShape } from '../trading/shapes.ts'
import { hold, passedUnless } from '../verdict.ts'

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

/** What a login opens. */
export const accountTests: readonly Test[] = [
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
]
