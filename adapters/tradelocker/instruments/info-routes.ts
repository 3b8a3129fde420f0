import { LRUCache } from 'lru-cache'
import type { Soon } from '../../../src/broker/soon.ts'
import type { AccountContext } from '../account/account-context.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import type { ListedInstrument } from './instrument-list.ts'

/**
 * Market data travels over INFO routes. Some users are shown several, of which the first can be dead ("symbol not
 * found"), so they are tried from the last to the first and the one that answered is remembered.
 */
export interface InfoRoutes {
  /** Runs `read` with a route that answers. @throws what the last route answered */
  through<T>(account: AccountContext, listed: ListedInstrument, read: (routeId: string) => Soon<T>): Soon<T>
}

const MAX_REMEMBERED = 200_000

export function createInfoRoutes(): InfoRoutes {
  const answering = new LRUCache<string, string>({ max: MAX_REMEMBERED })

  /** @param first what `read` answered for `route` */
  const tryAll = async <T>(
    key: string,
    route: string,
    first: Promise<T>,
    others: readonly string[],
    read: (routeId: string) => Soon<T>,
  ): Promise<T> => {
    try {
      const answer = await first
      answering.set(key, route)
      return answer
    } catch (error) {
      const [next, ...rest] = others
      if (next === undefined || !isRefusal(error)) throw error
      return tryAll(key, next, Promise.resolve(read(next)), rest, read)
    }
  }

  return {
    through(account, listed, read) {
      const [only, second] = listed.infoRoutes
      if (second === undefined) return read(only)
      const key = `${account.userKey}|${listed.id}`
      const route = firstOf(listed.infoRoutes, answering.get(key))
      const answer = read(route)
      // Others have asked this route and were answered.
      if (!(answer instanceof Promise)) return answer
      const others = listed.infoRoutes.toReversed().filter((other) => other !== route)
      return tryAll(key, route, answer, others, read)
    },
  }
}

function firstOf(routes: ListedInstrument['infoRoutes'], remembered: string | undefined): string {
  if (remembered !== undefined && routes.includes(remembered)) return remembered
  return routes.at(-1) ?? routes[0]
}

/** The broker understood the question and said no: another route may say yes. Anything else is not the route's fault. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof UpstreamError) || error.code === 'session_expired') return false
  return error.delivery === 'answered' && error.retry === 'never'
}
