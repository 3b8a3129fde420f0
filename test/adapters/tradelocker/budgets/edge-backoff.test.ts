import { expect, it } from 'vitest'
import { EdgeBackoff } from '../../../../adapters/tradelocker/budgets/edge-backoff.ts'

const MINUTE = 60_000

it('doubles from one minute to ten, and begins anew after a call came through', () => {
  const edge = new EdgeBackoff(() => 0)
  let now = 0
  const minutes = Array.from({ length: 6 }, () => {
    const pauseMs = edge.blocked(now, MINUTE)
    now += pauseMs
    return pauseMs / MINUTE
  })
  expect(minutes).toEqual([1, 2, 4, 8, 10, 10])
  edge.passed(now)
  expect(edge.blocked(now, MINUTE)).toBe(MINUTE)
})

it('counts a block once that several calls ran into', () => {
  const edge = new EdgeBackoff(() => 0)
  edge.blocked(0, MINUTE)
  expect(edge.blocked(1_000, MINUTE)).toBe(MINUTE - 1_000)
  expect(edge.blocked(MINUTE, MINUTE)).toBe(2 * MINUTE)
})

it('takes no comfort in a call that started before the block and came through', () => {
  const edge = new EdgeBackoff(() => 0)
  edge.blocked(1_000, MINUTE)
  edge.passed(900)
  expect(edge.blocked(2 * MINUTE, MINUTE)).toBe(2 * MINUTE)
})

it('is spread by up to a fifth, and never shorter than asked', () => {
  expect(new EdgeBackoff(() => 1).blocked(0, 5_000)).toBe(6_000)
})
