import type { OperationName } from './operations.ts'
import { otherColumns } from './trade-config.ts'

/**
 * What goes wrong. Where `processed` can be said, it tells whether the request takes effect before its answer is
 * spoilt (default: it does not).
 */
export type Fault =
  /** The request waits this many milliseconds before it is looked at. Combines with any other fault. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Another HTTP status with a JSON body. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly message?: string
      readonly processed?: boolean
    }
  /** 429 with a JSON body, with Retry-After where seconds are given. */
  | { readonly kind: 'tooManyRequests'; readonly retryAfter?: number }
  /** The page of the edge network: HTML, error code 1015, 429 (default) or 403. */
  | { readonly kind: 'edgeBlock'; readonly status?: 429 | 403 }
  /** The connection is cut without an answer. */
  | { readonly kind: 'drop'; readonly processed?: boolean }
  /** The connection stays open and no answer ever comes. */
  | { readonly kind: 'silence'; readonly processed?: boolean }
  /** 200 with JSON that breaks off in the middle. */
  | { readonly kind: 'malformedJson'; readonly processed?: boolean }
  /** 200 with an HTML page. */
  | { readonly kind: 'html'; readonly processed?: boolean }
  /** 200 with `{s: "error", errmsg}`. */
  | { readonly kind: 'businessError'; readonly message: string }
  /** GET /trade/config lists other columns and all rows follow it, until the faults are cleared. */
  | { readonly kind: ColumnFault }

type ColumnFault = keyof typeof otherColumns

/** A fault, where it strikes and how often. */
export type FaultRule = Fault & {
  /** The operation that fails, or `*` for all. */
  readonly operation: OperationName | '*'
  /** Number of requests it strikes (default 1), or until the faults are cleared. */
  readonly count?: number | 'untilCleared'
}

/** What is to happen to one request. */
interface Misfortune {
  readonly latency: number
  readonly fault: Fault | undefined
}

export interface Faults {
  add(rule: FaultRule): void
  /** Removes the faults of one operation, or all. */
  clear(operation?: OperationName | '*'): void
  /** Takes what strikes the next request of an operation. */
  take(operation: OperationName): Misfortune
  /** In which way the columns are other than usual. */
  readonly columns: ColumnFault | undefined
}

interface Pending {
  readonly rule: FaultRule
  left: number
}

export function createFaults(): Faults {
  let pending: Pending[] = []
  const strike = (
    operation: OperationName,
    isWanted: (rule: FaultRule) => boolean,
  ): FaultRule | undefined => {
    const found = pending.find(
      ({ rule }) => (rule.operation === '*' || rule.operation === operation) && isWanted(rule),
    )
    if (!found) return undefined
    found.left -= 1
    if (found.left <= 0) pending = pending.filter((one) => one !== found)
    return found.rule
  }
  return {
    add(rule) {
      const count = isOfColumns(rule) ? 'untilCleared' : (rule.count ?? 1)
      pending.push({ rule, left: count === 'untilCleared' ? Number.POSITIVE_INFINITY : count })
    },
    clear(operation) {
      pending = operation === undefined ? [] : pending.filter(({ rule }) => rule.operation !== operation)
    },
    take(operation) {
      if (pending.length === 0) return { latency: 0, fault: undefined }
      const slow = strike(operation, (rule) => rule.kind === 'latency')
      const fault = strike(operation, (rule) => rule.kind !== 'latency' && !isOfColumns(rule))
      return { latency: slow?.kind === 'latency' ? slow.ms : 0, fault }
    },
    get columns() {
      return pending.map(({ rule }) => rule).find(isOfColumns)?.kind
    },
  }
}

function isOfColumns(fault: FaultRule): fault is FaultRule & { readonly kind: ColumnFault } {
  return fault.kind in otherColumns
}
