import { expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountDirectory } from '../../../../adapters/tradelocker/account/account-directory.ts'
import { createAccountReads } from '../../../../adapters/tradelocker/account/account-reads.ts'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { createLeftOut } from '../../../../adapters/tradelocker/book/left-out.ts'
import { UNHURRIED } from '../../../../adapters/tradelocker/read-pace.ts'
import { tradeConfigAnswer } from '../../../support/trade-config.ts'

const config = parseTradeConfig(tradeConfigAnswer())
const directory = {
  config: async () => config,
  readBy: async (_: unknown, __: unknown, read: (c: typeof config) => unknown) => read(config),
} as unknown as AccountDirectory

it('a fill that is neither a buy nor a sell is left out, and the log tells once', async () => {
  const row = (id: string, side: string | null) => {
    const cells = { id, side, price: '1.1', qty: '1', orderId: '501', tradableInstrumentId: '278' }
    return [...config.columns.filledOrders.keys()].map((name) => cells[name as keyof typeof cells] ?? null)
  }
  const executions = [row('1', 'sell'), row('2', null), row('3', 'long')]
  const client = { call: async () => ({ executions }) }
  const account = { client, id: '1', accNum: '1', key: 'S|1' } as unknown as AccountContext
  const warnings: unknown[] = []
  const leftOut = createLeftOut({ warn: (_, facts) => warnings.push(facts) })
  const reads = createAccountReads(directory, UNHURRIED, leftOut)
  for (let reading = 0; reading < 2; reading++) {
    expect(await reads.executions(account)).toMatchObject([{ id: '1', side: 'sell' }])
    reads.changed(account.key)
  }
  expect(warnings).toEqual([{ table: 'executions', rows: 2, first: '2' }])
})
