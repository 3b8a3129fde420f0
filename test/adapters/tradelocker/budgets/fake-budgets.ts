import {
  type BudgetKey,
  createBudgets,
  type Haste,
} from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'

export const ann: BudgetKey = { user: 'ann', accNum: '1' }
export const bob: BudgetKey = { user: 'bob', accNum: '1' }

interface Started {
  readonly label: string
  readonly at: number
}

/** Budgets on a fake clock, and a record of what started when. */
export function setUp(options: Partial<Parameters<typeof createBudgets>[0]> = {}) {
  const elapsed = () => performance.now()
  const refused: RouteName[] = []
  const budgets = createBudgets({
    scope: 'user',
    headroom: 1,
    maxRps: undefined,
    elapsed,
    random: () => 0,
    onRefused: (route) => void refused.push(route),
    ...options,
  })
  const started: Started[] = []
  const epoch = elapsed()
  const call = (
    key: BudgetKey,
    route: RouteName,
    label: string = route,
    deadlineMs = 60_000,
    haste: Haste = {},
    onStart?: () => void,
  ) =>
    budgets.run(
      key,
      route,
      async () => {
        onStart?.()
        started.push({ label, at: elapsed() - epoch })
        return label
      },
      { deadlineMs, ...haste },
    )
  return { budgets, call, started, refused, times: () => started.map(({ at }) => at) }
}
