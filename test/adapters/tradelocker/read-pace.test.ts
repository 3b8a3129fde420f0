import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReadPace, LOOK_MS } from '../../../adapters/tradelocker/read-pace.ts'

let busy: number
let told: string[]
let factors: number[]

const start = () =>
  createReadPace(
    () => busy,
    (factor) => factors.push(factor),
    {
      warn: (message) => told.push(message),
      info: (message) => told.push(message),
    },
  )
const looks = (count: number) => vi.advanceTimersByTime(count * LOOK_MS)

beforeEach(() => {
  vi.useFakeTimers()
  busy = 0.3
  told = []
  factors = []
})
afterEach(() => void vi.useRealTimers())

it('is usual while the process has time, and nobody is told anything', () => {
  const pace = start()
  looks(20)
  expect(pace.factor).toBe(1)
  expect(factors).toEqual([])
  expect(told).toEqual([])
  pace.close()
})

it('is slower the longer the process is busy, up to five times, and as it was when it has time again', () => {
  const pace = start()
  busy = 0.95
  looks(1)
  expect(pace.factor).toBeCloseTo(1.5)
  looks(20)
  expect(pace.factor).toBe(5)
  expect(told).toEqual([expect.stringContaining('Add a replica.')])
  busy = 0.8
  looks(20)
  expect(pace.factor).toBe(5)
  busy = 0.5
  looks(40)
  expect(pace.factor).toBe(1)
  expect(told).toHaveLength(2)
  expect(factors.at(-1)).toBe(1)
  pace.close()
})

it('does not change any more once it is closed', () => {
  const pace = start()
  pace.close()
  busy = 1
  looks(20)
  expect(pace.factor).toBe(1)
})
