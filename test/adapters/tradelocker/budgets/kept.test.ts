import { expect, it } from 'vitest'
import { Kept } from '../../../../adapters/tradelocker/budgets/kept.ts'

it('forgets what is idle, and nothing else, however many there are', () => {
  const kept = new Kept<{ isIdle: boolean }>(({ isIdle }) => isIdle)
  const first = { isIdle: false }
  kept.set('first', first)
  for (let i = 0; i < 100_000; i++) kept.set(`idle ${i}`, { isIdle: true })
  expect(kept.size).toBeLessThanOrEqual(1_001)
  for (let i = 0; i < 60_000; i++) kept.set(`live ${i}`, { isIdle: false })
  expect(kept.get('first')).toBe(first)
  expect(kept.get('live 0')).toBeDefined()
  first.isIdle = true
  kept.dropIdle()
  expect(kept.get('first')).toBeUndefined()
  expect(kept.size).toBe(60_000)
})
