import type { AccountState } from '../../../src/broker/account.ts'
import { malformed } from '../transport/upstream-error.ts'
import { toNumber } from './rows.ts'

/**
 * Reads the flat figures of /state by the column ids of accountDetailsConfig. Equity is `projectedBalance`, free margin
 * `availableFunds`, open profit `openNetPnL`; where one of the last three is missing it follows from the others.
 * @throws upstream_malformed without a balance: better no state than a wrong one
 */
export function readAccountState(values: readonly unknown[], columnIds: readonly string[]): AccountState {
  const details: Record<string, number> = {}
  columnIds.forEach((id, index) => {
    const value = toNumber(values[index])
    if (value !== undefined) details[id] = value
  })
  const { balance, projectedBalance, availableFunds, openNetPnL, openGrossPnL, initialMarginReq } = details
  if (balance === undefined) throw malformed('the account state has no balance')
  const unrealizedPl = openNetPnL ?? openGrossPnL ?? (projectedBalance ?? balance) - balance
  const equity = projectedBalance ?? balance + unrealizedPl
  const marginAvailable = availableFunds ?? equity - (initialMarginReq ?? 0)
  return { balance, unrealizedPl, equity, marginAvailable, details }
}
