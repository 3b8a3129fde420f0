import {
  BrokerError,
  type BrokerErrorCode,
  type MessageParams,
  type Retry,
} from '../../../src/broker/errors.ts'

/**
 * Did the request reach TradeLocker?
 * - `not_sent`: certainly not (no connection, blocked at the edge, refused by our own queue); nothing happened there.
 * - `answered`: TradeLocker gave a definite outcome.
 * - `unknown`: it may have been carried out or not (no answer, connection lost, 5xx, unreadable answer).
 */
export type Delivery = 'not_sent' | 'answered' | 'unknown'

export interface UpstreamErrorOptions {
  readonly delivery: Delivery
  /** HTTP status, when an answer came. */
  readonly status?: number | undefined
  /** The edge network in front of TradeLocker, which blocks by address, gave the answer, or one for which nothing is sent for now. */
  readonly edge?: boolean
  /** What exactly happened, for the operator's log: a sentence or an error. No tokens, no bodies. */
  readonly cause?: unknown
  readonly params?: MessageParams
  readonly retry?: Retry
  /** Milliseconds until another try makes sense. */
  readonly retryAfterMs?: number | undefined
}

/** A call to TradeLocker that brought no result. What it means for a write depends on `delivery`. */
export class UpstreamError extends BrokerError {
  readonly delivery: Delivery
  readonly status: number | undefined
  readonly edge: boolean

  constructor(code: BrokerErrorCode, options: UpstreamErrorOptions) {
    const { retryAfterMs } = options
    super(code, {
      params: options.params ?? {},
      retry: options.retry ?? (retryAfterMs === undefined ? 'never' : 'after'),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      cause: options.cause,
    })
    this.name = 'UpstreamError'
    this.delivery = options.delivery
    this.status = options.status
    this.edge = options.edge ?? false
  }
}

/** TradeLocker answered something this adapter cannot understand. @param cause what exactly, for the operator */
export function malformed(cause: string, status?: number): UpstreamError {
  return new UpstreamError('upstream_malformed', { delivery: 'unknown', status, cause })
}
