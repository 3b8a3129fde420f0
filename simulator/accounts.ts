import type { Execution, Order, Position } from './orders.ts'

type AccountStatus = 'ACTIVE' | 'RESTRICTED'

export interface TradingRules {
  readonly supportBrackets: boolean
  readonly supportTrailingStop: boolean
  readonly supportPartialClosePosition: boolean
  readonly supportSelfTrading: boolean
  readonly supportTradingOutOfTradingHours: boolean
}

/** What an account is when the simulator starts. */
export interface AccountTerms {
  readonly id: string
  readonly accNum: number
  readonly name: string
  readonly currency: string
  readonly status: AccountStatus
  readonly balance: number
  /** No instrument has a higher leverage on this account. */
  readonly leverageCap: number | null
  readonly tradingRules: TradingRules
}

/** Results and volume of one UTC day. */
interface DayStatistics {
  day: number
  gross: number
  volume: number
  trades: number
}

export interface Account extends Omit<AccountTerms, 'balance'> {
  balance: number
  /** Orders that are not final, oldest first. */
  readonly working: Map<string, Order>
  /** Final orders, oldest first. */
  readonly history: Order[]
  readonly positions: Map<string, Position>
  readonly executions: Execution[]
  statistics: DayStatistics
}

export function openAccount(terms: AccountTerms): Account {
  return {
    ...terms,
    working: new Map(),
    history: [],
    positions: new Map(),
    executions: [],
    statistics: { day: 0, gross: 0, volume: 0, trades: 0 },
  }
}

/** The bracket orders and closing orders of a position that still wait. */
export function exitsOf(account: Account, positionId: string): Order[] {
  return [...account.working.values()].filter(
    (order) => order.role !== 'entry' && order.positionId === positionId,
  )
}

/** Moves an order from the working ones to the history. */
export function finish(
  account: Account,
  order: Order,
  status: 'Filled' | 'Cancelled' | 'Refused',
  now: number,
): void {
  order.status = status
  order.lastModified = now
  account.working.delete(order.id)
  account.history.push(order)
}
