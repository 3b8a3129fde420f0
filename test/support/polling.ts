import { setTimeout as sleep } from 'node:timers/promises'
import type { Panel } from './panel.ts'

export interface PolledRoute {
  readonly path: string
  readonly everyMs: number
}

/** What an open panel asks again and again, at TradingView's pace. */
export function panelRoutes(accountId: string, symbol: string): readonly PolledRoute[] {
  const account = `/accounts/${accountId}`
  return [
    { path: `${account}/orders`, everyMs: 1_000 },
    { path: `${account}/positions`, everyMs: 1_000 },
    { path: `${account}/state`, everyMs: 1_000 },
    { path: `/quotes?symbols=${symbol}&accountId=${accountId}`, everyMs: 500 },
  ]
}

interface PollAnswer {
  readonly path: string
  readonly s: string
  readonly errmsg: string | undefined
  /** Milliseconds since polling began. */
  readonly sentAt: number
  readonly durationMs: number
}

/**
 * Polls for `forMs`, each route on its own and not before its last answer came, beginning after `delayMs`. `pause` waits
 * so many milliseconds; it has to go by the clock that `performance.now()` tells.
 * @returns every answer
 */
export async function poll(
  panel: Panel,
  routes: readonly PolledRoute[],
  {
    forMs,
    delayMs = 0,
    pause = sleep,
  }: {
    readonly forMs: number
    readonly delayMs?: number
    readonly pause?: (ms: number) => Promise<unknown>
  },
): Promise<PollAnswer[]> {
  const answers: PollAnswer[] = []
  const from = performance.now() + delayMs
  const pollOne = async ({ path, everyMs }: PolledRoute) => {
    for (let due = from; due < from + forMs; due = Math.max(due + everyMs, performance.now())) {
      await pause(Math.max(0, due - performance.now()))
      const sentAt = performance.now()
      const { body } = await panel.send('GET', path)
      const durationMs = performance.now() - sentAt
      answers.push({ path, s: body.s, errmsg: body.errmsg, sentAt: sentAt - from, durationMs })
    }
  }
  await Promise.all(routes.map(pollOne))
  return answers
}
