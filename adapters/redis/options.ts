/** One line for operators: a sentence, plus facts. */
interface StoreLog {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
}

export interface RedisStoreOptions {
  readonly log: StoreLog
  /** Milliseconds of a clock that never jumps, told as Unix time so that replicas that never met roughly agree. */
  readonly elapsed: () => number
  /** Told at the start and at every change: whether the budgets are counted in Redis. False: it is lost, or too slow. */
  readonly onConnected?: (connected: boolean) => void
  /** Told whenever this replica has told the others something: whether all have heard it in time. */
  readonly onTold?: (isHeard: boolean) => void
}
