/** Whether an order may still leave. */
export interface Leave {
  /** Asked in the very moment it would leave: undefined while it may, otherwise what to do instead of sending it. */
  instead(): (() => Promise<string>) | undefined
  /** By the clock that never jumps: later it must be over. */
  readonly endsAt: number
}

/** Of an order that nothing holds back. */
export const FREELY: Leave = { instead: () => undefined, endsAt: Number.POSITIVE_INFINITY }
