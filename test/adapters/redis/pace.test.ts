import { expect, it } from 'vitest'
import { createPace } from '../../../adapters/redis/pace.ts'

function paced() {
  let now = 0
  const changes: boolean[] = []
  const pace = createPace(
    () => now,
    (isSlow) => changes.push(isSlow),
  )
  /** One answer after `ms`, every `everyMs`, so many times. */
  const answers = (count: number, ms: number, { everyMs = 250, isBeat = false } = {}) => {
    for (let i = 0; i < count; i++) {
      now += everyMs
      pace.answered(ms, isBeat)
    }
  }
  return { pace, changes, answers }
}

it('is slow when nothing was quick for two seconds', () => {
  const { pace, changes, answers } = paced()
  answers(4, 1)
  answers(8, 120)
  expect(pace.isSlow).toBe(false)
  answers(1, 120)
  expect(pace.isSlow).toBe(true)
  expect(changes).toEqual([true])
})

it('takes several late answers: two, however far apart, are none', () => {
  const { pace, answers } = paced()
  answers(2, 120, { everyMs: 10_000 })
  expect(pace.isSlow).toBe(false)
  answers(1, 120)
  expect(pace.isSlow).toBe(true)
})

it('one late answer among quick ones changes nothing, nor do many at once', () => {
  const { pace, changes, answers } = paced()
  for (let round = 0; round < 50; round++) {
    answers(5, 120, { everyMs: 1 })
    answers(1, 50)
  }
  expect(pace.isSlow).toBe(false)
  expect(changes).toEqual([])
})

it('is over after three quick signs of life in a row, not by quick commands', () => {
  const { pace, changes, answers } = paced()
  answers(10, 120)
  answers(50, 1)
  expect(pace.isSlow).toBe(true)
  answers(2, 1, { isBeat: true })
  answers(1, 120)
  answers(2, 1, { isBeat: true })
  expect(pace.isSlow).toBe(true)
  answers(1, 1, { isBeat: true })
  expect(pace.isSlow).toBe(false)
  expect(changes).toEqual([true, false])
})
