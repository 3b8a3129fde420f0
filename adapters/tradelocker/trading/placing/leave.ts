/** Whether an order may still leave, asked in that very moment, and what to do instead. */
export interface Leave {
  may(): boolean
  /** By the clock that never jumps: later it must be over. */
  readonly endsAt: number
  otherwise(): Promise<string>
}

export const FREELY: Leave = {
  may: () => true,
  endsAt: Number.POSITIVE_INFINITY,
  otherwise: () => Promise.reject(new Error('It may always leave.')),
}
