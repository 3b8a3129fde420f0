import { z } from 'zod'
import type { AccountState } from '../../../src/broker/account.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import { SESSION_MS } from '../book/account-book.ts'
import type { LeftOut } from '../book/left-out.ts'
import { readOrderHistory } from '../book/order-history.ts'
import { bySide, type ExecutionRecord, type OrderRecord, readExecutions } from '../book/order-records.ts'
import { MAX_ACCOUNTS } from '../bounds.ts'
import type { ReadPace } from '../read-pace.ts'
import { createSnapshots } from '../snapshots.ts'
import { malformed } from '../transport/upstream-error.ts'
import type { AccountContext } from './account-context.ts'
import type { AccountDirectory } from './account-directory.ts'
import { readAccountState } from './account-state.ts'

/** The account's money and its fills, read when asked for and shared by all who ask. */
export interface AccountReads {
  state(account: AccountContext): Soon<AccountState>
  /** Fills of the current trading session, all instruments. */
  executions(account: AccountContext): Soon<readonly ExecutionRecord[]>
  /** Orders of the last 30 days that have ended. */
  history(account: AccountContext): Soon<readonly OrderRecord[]>
  /** To be called after every change made upstream. */
  changed(accountKey: string): void
  /** Any account may have changed elsewhere. */
  missed(): void
  /** Lets go of all it holds of an account. */
  forget(accountKey: string): void
}

/** A panel polls the state once a second. State may be read twice a second, fills as well. */
const MONEY = { freshMs: 980, staleMs: 3_000, lastResortMs: 10_000, max: MAX_ACCOUNTS } as const
/** The month; what has changed since stands in the account's book. */
const HISTORY = { freshMs: 30_000, staleMs: 60_000, lastResortMs: 60_000, max: MAX_ACCOUNTS } as const
/** What the History tab goes back. */
const HISTORY_MS = 30 * SESSION_MS
/** About what one fill or order takes in memory. */
const ROW_BYTES = 500
const MAX_BYTES = 64 * 1024 * 1024

const stateSchema = z.object({ accountDetailsData: z.array(z.unknown()) })
const executionsSchema = z.object({ executions: z.array(z.unknown()) })

export function createAccountReads(
  directory: AccountDirectory,
  pace: ReadPace,
  leftOut: LeftOut,
  clock: () => number,
): AccountReads {
  const states = createSnapshots<AccountState>({ ...MONEY, pace })
  const executions = createSnapshots<readonly ExecutionRecord[]>({
    ...MONEY,
    bytes: { of: (fills) => fills.length * ROW_BYTES, max: MAX_BYTES },
  })

  const histories = createSnapshots<readonly OrderRecord[]>({
    ...HISTORY,
    bytes: { of: (orders) => orders.length * ROW_BYTES, max: MAX_BYTES },
  })

  const request = ({ accNum, id }: AccountContext, afterChange: boolean) => ({
    accNum,
    path: { accountId: id },
    afterChange,
  })

  const loadState = async (account: AccountContext, afterChange: boolean) => {
    await directory.config(account.client, account.accNum)
    const answer = stateSchema.safeParse(await account.client.call('getState', request(account, afterChange)))
    if (!answer.success) throw malformed('the account state is not readable')
    const { accountDetailsData } = answer.data
    return directory.readBy(account.client, account.accNum, ({ accountDetails }) =>
      readAccountState(
        accountDetailsData,
        accountDetails.map((column) => column.id),
      ),
    )
  }

  const loadExecutions = async (account: AccountContext, afterChange: boolean) => {
    await directory.config(account.client, account.accNum)
    const answer = executionsSchema.safeParse(
      await account.client.call('getExecutions', request(account, afterChange)),
    )
    if (!answer.success) throw malformed('the executions are not readable')
    const { executions: rows } = answer.data
    const records = await directory.readBy(account.client, account.accNum, ({ columns }) =>
      readExecutions(rows, columns.filledOrders),
    )
    const { sided, unsided } = bySide(records)
    leftOut(account, 'executions', unsided)
    return sided
  }

  const loadHistory = async (account: AccountContext, afterChange: boolean) => {
    const now = clock()
    const { rows } = await readOrderHistory(account, directory, now - HISTORY_MS, now, { afterChange })
    return bySide(rows).sided
  }

  const forget = (accountKey: string) => {
    states.drop(accountKey)
    executions.drop(accountKey)
    histories.drop(accountKey)
  }

  return {
    state: (account) =>
      states.get(
        account.key,
        (afterChange) => loadState(account, afterChange),
        () => directory.slowness(account, ['GET_ACCOUNTS_STATE'], MONEY.freshMs),
      ),
    executions: (account) =>
      executions.get(account.key, (afterChange) => loadExecutions(account, afterChange)),
    history: (account) =>
      histories.get(
        account.key,
        (afterChange) => loadHistory(account, afterChange),
        () => directory.slowness(account, ['GET_ORDERS_HISTORY'], HISTORY.freshMs),
      ),
    changed(accountKey) {
      states.changed(accountKey)
      executions.changed(accountKey)
      histories.changed(accountKey)
    },
    missed() {
      states.outdate()
      executions.outdate()
      histories.outdate()
    },
    forget,
  }
}
