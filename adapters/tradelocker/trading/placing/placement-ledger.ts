import type { BrokerErrorCode, MessageParams } from '../../../../src/broker/errors.ts'
import { ROUTES } from '../../transport/routes.ts'

/** After this long an order that was being sent has been carried out or never will be: its deadline, and time to arrive. */
export const ARRIVES_WITHIN_MS = ROUTES.placeOrder.deadlineMs + 5_000

/** How a placement ended, in the form it is repeated in: an order id, or why there is no order. */
export type PlacementOutcome =
  | { readonly orderId: string }
  | { readonly refusal: BrokerErrorCode; readonly params: MessageParams }

/** What the ledger says of a placement that is about to begin. */
export type Verdict =
  /**
   * Nobody has begun it for the `knownForMs` of which the ledger knows, so this caller does, and ends it by `settle` or `release`.
   * Of the time before nothing is known: a request that may be older is looked up at the broker before it is sent.
   */
  | {
      readonly kind: 'mine'
      readonly knownForMs: number
      /**
       * By then what another process may have been sending when it was killed, before that time, has arrived: it is sent no
       * earlier. Milliseconds of the process's clock that never jumps.
       */
      readonly arrivedBy: number
      /** Asked when the order is about to leave: undefined while this still holds. */
      doubt(): Unsure | undefined
    }
  /** It has ended. */
  | { readonly kind: 'settled'; readonly outcome: PlacementOutcome }
  /**
   * Somebody else has begun it, here or on another replica. `outcome` waits for the end: `released` means to begin again,
   * `lost` that whoever sent it does not know either, undefined that it is not known by the deadline (milliseconds of a clock
   * that never jumps), or that nobody can be asked any more.
   */
  | {
      readonly kind: 'elsewhere'
      outcome(deadline: number): Promise<PlacementOutcome | 'released' | 'lost' | undefined>
    }
  /** The same request was made with another ticket. */
  | { readonly kind: 'reused' }
  /** So many placements of the account are open that no other may begin: nothing is forgotten to make room. */
  | { readonly kind: 'too-many-open' }
  | Unsure

/**
 * Other replicas cannot be asked, or may have begun it while they could not. This caller waits for its turn, looks the
 * order up at the broker, asks `again`, and sends it in the same turn only when it certainly is not there and is nobody
 * else's. No two replicas have their turns at once, so one sees what another has sent. Ends by `settle` or `release` as well.
 */
export interface Unsure {
  readonly kind: 'unsure'
  /** The turn this caller is in, while enough is left of it, or the next one. */
  nextTurn(): Turn
  /**
   * The last thing before sending: has somebody else begun it meanwhile, or ended it? Then this caller does not.
   * Undefined: not that anybody knows, and from now on others give way to this caller.
   */
  again(): Promise<Exclude<Verdict, { readonly kind: 'mine' | 'unsure' }> | undefined>
}

/** In milliseconds of the replica's clock that never jumps. */
export interface Turn {
  /** The look may begin: what was sent in the turns of others shows by now. */
  readonly from: number
  /** The order must have left. */
  readonly sendBy: number
  /** Nothing has happened since that ends the turn before. */
  holds(): boolean
}

/** Who places what, so that one request becomes one order. Keys are strategy ids. */
export interface PlacementLedger {
  /**
   * Never throws.
   * @param account unique over all servers @param ticket the same text for the same order, e.g. a fingerprint
   */
  begin(account: string, strategyId: string, ticket: string): Promise<Verdict>
  /** The final truth, known to all from now on. Only true outcomes: never "unknown". */
  settle(strategyId: string, outcome: PlacementOutcome): Promise<void>
  /** Who has begun it does not know how it ended, so nobody waits for that any more. It stays begun: it is never sent again. */
  lost(strategyId: string): Promise<void>
  /** Certainly nothing was sent: the request may be tried again, also with another ticket. */
  release(strategyId: string): Promise<void>
}
