import { LRUCache } from 'lru-cache'
import type { AccountContext } from '../account/account-context.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import type { ListedInstrument } from './instrument-list.ts'

/**
 * Market data travels over INFO routes. Some users are shown several, of which the first can be dead ("symbol not
 * found"), so they are tried from the last to the first and the one that answered is remembered.
 */
export interface InfoRoutes {
  /** Runs `read` with a route that answers. @throws what the last route answered */
  through<T>(
    account: AccountContext,
    listed: ListedInstrument,
    read: (routeId: string) => Promise<T>,
  ): Promise<T>
}

const MAX_REMEMBERED = 200_000

export function createInfoRoutes(): InfoRoutes {
  const answering = new LRUCache<string, string>({ max: MAX_REMEMBERED })

  return {
    async through(account, listed, read) {
      const key = `${account.userKey}|${listed.id}`
      const routes = inOrder(listed.infoRoutes, answering.get(key))
      for (const route of routes.slice(0, -1)) {
        try {
          const answer = await read(route)
          answering.set(key, route)
          return answer
        } catch (error) {
          if (!isRefusal(error)) throw error
        }
      }
      const last = routes.at(-1) ?? listed.infoRoutes[0]
      const answer = await read(last)
      answering.set(key, last)
      return answer
    },
  }
}

function inOrder(routes: readonly string[], remembered: string | undefined): string[] {
  const lastFirst = routes.toReversed()
  if (remembered === undefined || !lastFirst.includes(remembered)) return lastFirst
  return [remembered, ...lastFirst.filter((route) => route !== remembered)]
}

/** The broker understood the question and said no: another route may say yes. Anything else is not the route's fault. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof UpstreamError) || error.code === 'session_expired') return false
  return error.delivery === 'answered' && error.retry === 'never'
}
