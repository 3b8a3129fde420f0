import { expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import type { KnownInstrument } from '../../../../adapters/tradelocker/instruments/instruments.ts'
import type { Parts } from '../../../../adapters/tradelocker/parts.ts'
import { marketContext } from '../../../../adapters/tradelocker/trading/market-context.ts'

it('an order reads its price before those that panels look at', async () => {
  const hastes: (boolean | undefined)[] = []
  const price = { bid: 1.1, ask: 1.2, bidSize: 1, askSize: 1 }
  const quote: Parts['quotes']['quote'] = (_, __, haste) => {
    hastes.push(haste?.urgent?.aborted)
    return price
  }
  const parts = { quotes: { quote }, directory: { rules: async () => ({}) } } as unknown as Parts
  const context = await marketContext(parts, {} as AccountContext, {} as KnownInstrument)
  expect(context.quote).toBe(price)
  expect(hastes).toEqual([true])
})
