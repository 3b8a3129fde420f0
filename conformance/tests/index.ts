import type { Test } from '../test.ts'
import { authTests } from './auth.ts'
import { groupTests } from './groups.ts'
import { dailyTests } from './history-daily.ts'
import { gapTests } from './history-gaps.ts'
import { minuteTests } from './history-minutes.ts'
import { rangeTests } from './history-ranges.ts'
import { watchTests } from './history-watch.ts'
import { mappingTests } from './mapping.ts'
import { streamingTests } from './streaming.ts'
import { equalityTests } from './streaming-equality.ts'
import { parallelTests } from './streaming-parallel.ts'
import { symbolTests } from './symbols.ts'
import { accountTests } from './trading-accounts.ts'
import { bookTests } from './trading-book.ts'
import { corsTests } from './trading-cors.ts'
import { orderTests } from './trading-orders.ts'
import { priceTests } from './trading-prices.ts'
import { refusalTests } from './trading-refusals.ts'

const all = [
  ...authTests,
  ...groupTests,
  ...symbolTests,
  ...mappingTests,
  ...rangeTests,
  ...gapTests,
  ...minuteTests,
  ...dailyTests,
  ...watchTests,
  ...streamingTests,
  ...equalityTests,
  ...parallelTests,
  ...accountTests,
  // What it leaves behind is there to be looked at.
  ...orderTests,
  ...bookTests,
  ...priceTests,
  ...refusalTests,
  ...corsTests,
]

export const AREAS = ['auth', 'groups', 'symbols', 'mapping', 'history', 'streaming', 'trading'] as const

/** Every test, area by area; reports keep the order. */
export const TESTS: readonly Test[] = AREAS.flatMap((area) => all.filter((test) => test.area === area))
