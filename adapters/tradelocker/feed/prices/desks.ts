import type { AccountContext } from '../../account/account-context.ts'
import type { Budgets } from '../../budgets/route-budgets.ts'
import type { Instruments } from '../../instruments/instruments.ts'
import type { RouteName } from '../../transport/routes.ts'
import type { ServiceAccounts } from '../accounts/service-accounts.ts'
import { startPump } from './pump.ts'
import type { AccountReader, Rotation } from './rotation.ts'

export interface DeskParts {
  readonly services: Pick<ServiceAccounts, 'accounts'>
  readonly instruments: Pick<Instruments, 'index'>
  readonly budgets: Pick<Budgets, 'paceOf'>
  readonly rotations: { readonly prices: Rotation; readonly days: Rotation }
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

/** The accounts at work: each reads as fast as its own limits allow. */
export interface Desks {
  /** Takes accounts in that have become usable, and drops those that are so no more. Never rejects. */
  tend(): Promise<void>
  close(): void
}

interface Desk {
  /** What its account can read. */
  listed: AccountReader['listed']
  close(): void
}

export function createDesks(parts: DeskParts): Desks {
  const { services, instruments } = parts
  const desks = new Map<AccountContext, Desk>()
  let isClosed = false

  const dropUnusable = (usable: readonly AccountContext[]): void => {
    for (const [account, desk] of desks) {
      if (usable.includes(account)) continue
      desk.close()
      desks.delete(account)
    }
  }

  const takeIn = async (account: AccountContext): Promise<void> => {
    const index = await Promise.resolve(instruments.index(account)).catch(() => undefined)
    if (index === undefined || isClosed) return
    const desk = desks.get(account) ?? openDesk(account, parts)
    desks.set(account, desk)
    desk.listed = index.byName
  }

  return {
    async tend() {
      const usable = services.accounts()
      dropUnusable(usable)
      for (const account of usable) await takeIn(account)
    },
    close() {
      isClosed = true
      for (const desk of desks.values()) desk.close()
      desks.clear()
    },
  }
}

function openDesk(account: AccountContext, { budgets, rotations, elapsed }: DeskParts): Desk {
  const paceOf = (route: RouteName) =>
    budgets.paceOf({ user: account.userKey, accNum: account.accNum }, route)
  const pumpOf = (rotation: Rotation, pace: () => ReturnType<typeof paceOf>) => {
    const next = () => rotation.turn({ account, listed: desk.listed, pause: (ms) => pump.pause(ms) })
    const pump = startPump({ pace, next, elapsed })
    return pump
  }
  const desk: Desk = {
    listed: new Map(),
    close() {
      for (const pump of pumps) pump.stop()
    },
  }
  // Half of what is allowed: bars of a day change slowly, and all calls count against the limits of the edge.
  const slowly = () => {
    const { limit, intervalMs } = paceOf('getDailyBar')
    return { limit, intervalMs: intervalMs * 2 }
  }
  const pumps = [pumpOf(rotations.prices, () => paceOf('getQuotes')), pumpOf(rotations.days, slowly)]
  return desk
}
