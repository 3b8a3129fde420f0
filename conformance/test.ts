import type { Context } from './context.ts'
import type { Verdict } from './verdict.ts'

export type Area = 'auth' | 'groups' | 'symbols' | 'mapping' | 'history' | 'streaming' | 'trading'

/** One rule, shown to hold or to be broken. */
export interface Test {
  /** As TradingView names it, where it has a name for it. */
  readonly name: string
  readonly area: Area
  /** What must hold. */
  readonly rule: string
  /** Tests of a lane run one after the other, lanes side by side. */
  readonly lane: string
  /** @throws Violation, NotRun */
  run(context: Context): Promise<Verdict>
}
