import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createTurnstile } from '../../src/http/turnstile.ts'

/** Work that takes 10 ms of a clock of its own, and tells its number. */
function work() {
  const done: (number | string)[] = []
  let now = 0
  const inTurn = createTurnstile(() => now)
  const come = (...numbers: number[]) => {
    for (const number of numbers) {
      inTurn(() => {
        now += 10
        done.push(number)
      })
    }
  }
  return { done, come }
}

it('answers at once as long as it has not been at it for long', () => {
  const { done, come } = work()
  come(1, 2)
  expect(done).toEqual([1, 2])
})

it('lets timers have their turn before it goes on, in the order in which requests came', async () => {
  const { done, come } = work()
  come(1, 2, 3, 4, 5)
  expect(done).toEqual([1, 2])
  setTimeout(() => done.push('timer'))
  const deadline = performance.now() + 5
  while (performance.now() < deadline);
  await setImmediate()
  come(6)
  expect(done.filter(Number)).toEqual([1, 2, 3, 4])
  await expect.poll(() => done, { timeout: 30_000 }).toHaveLength(7)
  expect(done.filter(Number)).toEqual([1, 2, 3, 4, 5, 6])
  expect(done.indexOf('timer')).toBeLessThan(done.indexOf(5))
})

it('answers at once again when nobody waits', async () => {
  const { done, come } = work()
  come(1, 2, 3)
  await expect.poll(() => done, { timeout: 30_000 }).toEqual([1, 2, 3])
  await setImmediate()
  come(4)
  expect(done).toEqual([1, 2, 3, 4])
})
