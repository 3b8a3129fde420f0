import { HISTORY_DEFECTS } from './history.ts'
import type { NamedDefect } from './named-defect.ts'
import { STREAMING_DEFECTS } from './streaming.ts'
import { SYMBOL_DEFECTS } from './symbols.ts'
import { TRADING_DEFECTS } from './trading.ts'

export const DEFECTS: readonly NamedDefect[] = [
  ...SYMBOL_DEFECTS,
  ...HISTORY_DEFECTS,
  ...STREAMING_DEFECTS,
  ...TRADING_DEFECTS,
]
