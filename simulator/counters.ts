import type { OperationName } from './operations.ts'

interface AcceptedOrder {
  readonly accountId: string
  readonly id: string
  readonly strategyId: string | null
}

/** What the simulator has seen since it started or since the counters were reset. */
export interface Counters {
  /** Requests that arrived, per operation; those of no operation count as `unknown`. */
  readonly requests: Partial<Record<OperationName | 'unknown', number>>
  /** Requests that exceeded a published limit, per operation. */
  readonly rateLimitViolations: Partial<Record<OperationName, number>>
  readonly totalRateLimitViolations: number
  /** Orders placed by clients, oldest first. */
  readonly ordersAccepted: readonly AcceptedOrder[]
  readonly logins: number
  readonly refreshes: number
  /** TCP connections. */
  readonly connections: number
}

/** Counts; `read` gives a copy. */
export interface Tally {
  request(operation: OperationName | 'unknown'): void
  rateLimitViolation(operation: OperationName): void
  orderAccepted(order: AcceptedOrder): void
  login(): void
  refresh(): void
  connection(): void
  read(): Counters
  reset(): void
}

export function createTally(): Tally {
  const requests = new Map<OperationName | 'unknown', number>()
  const violations = new Map<OperationName, number>()
  const totals = { logins: 0, refreshes: 0, connections: 0 }
  let orders: AcceptedOrder[] = []
  const increase = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)
  return {
    request: (operation) => increase(requests, operation),
    rateLimitViolation: (operation) => increase(violations, operation),
    orderAccepted: (order) => orders.push(order),
    login: () => {
      totals.logins += 1
    },
    refresh: () => {
      totals.refreshes += 1
    },
    connection: () => {
      totals.connections += 1
    },
    read: () => ({
      requests: Object.fromEntries(requests),
      rateLimitViolations: Object.fromEntries(violations),
      totalRateLimitViolations: [...violations.values()].reduce((sum, count) => sum + count, 0),
      ordersAccepted: [...orders],
      ...totals,
    }),
    reset() {
      requests.clear()
      violations.clear()
      orders = []
      Object.assign(totals, { logins: 0, refreshes: 0, connections: 0 })
    },
  }
}
