import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { Http, HttpRequest } from '../../../../adapters/tradelocker/transport/http.ts'
import type { Upstream } from '../../../../adapters/tradelocker/transport/upstream.ts'

interface UpstreamCall {
  readonly route: string
  readonly outcome: string
  readonly durationMs: number
}

/** An upstream whose requests are answered by a function, and which routes its budgets have refused; the wall clock stands still until it is moved. */
export function upstreamOf(
  answer: (request: HttpRequest) => Promise<unknown>,
  { now = 1_767_607_200_000, clock }: { now?: number; clock?: () => number } = {},
) {
  const time = { now }
  const sent: HttpRequest[] = []
  const calls: UpstreamCall[] = []
  const http: Http = {
    send(request) {
      sent.push(request)
      return answer(request)
    },
    close() {},
  }
  const tick = clock ?? (() => time.now)
  const elapsed = () => performance.now()
  const refused: string[] = []
  const onRefused = (route: string) => void refused.push(route)
  const budgets = createBudgets({ scope: 'user', headroom: 1, maxRps: undefined, elapsed, onRefused })
  const upstream: Upstream = {
    http,
    budgets,
    clock: tick,
    elapsed,
    events: { upstreamCall: (call) => void calls.push(call) },
  }
  return { upstream, time, sent, calls, refused }
}
