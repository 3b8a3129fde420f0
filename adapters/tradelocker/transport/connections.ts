import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ROUTES, type RouteName } from './routes.ts'

interface Agents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
}

export interface Connections {
  /** Runs one request of `route` over the agents it is given. */
  lend<T>(route: RouteName, request: (agents: Agents) => Promise<T>): Promise<T>
  close(): void
}

/** Connections are reused, most recently used first, and dropped when idle for this long. */
const AGENT = { keepAlive: true, scheduling: 'lifo', timeout: 30_000 } as const

/** Requests of one route that go over the connections all share; further ones over as many again of its own, or wait. */
const SHARE = { read: 128, write: 64 } as const

/**
 * Connections to TradeLocker. Routes share them, so that few are made; but none can take more than its share, so that one
 * that hangs holds up no other: least of all closing a position, also when changing one hangs. Changes do not share with
 * reads.
 */
export function createConnections(): Connections {
  // However many: routes and their shares bound them.
  const shared = { read: agentsFor(Number.POSITIVE_INFINITY), write: agentsFor(Number.POSITIVE_INFINITY) }
  const own = new Map<RouteName, Agents>()
  const underWay = new Map<RouteName, number>()

  const ownOf = (route: RouteName): Agents => {
    const known = own.get(route)
    if (known !== undefined) return known
    const agents = agentsFor(SHARE[ROUTES[route].kind])
    own.set(route, agents)
    return agents
  }

  return {
    async lend(route, request) {
      const { kind } = ROUTES[route]
      const count = underWay.get(route) ?? 0
      if (count >= SHARE[kind]) return request(ownOf(route))
      underWay.set(route, count + 1)
      try {
        return await request(shared[kind])
      } finally {
        underWay.set(route, (underWay.get(route) ?? 1) - 1)
      }
    },
    close() {
      for (const { httpAgent, httpsAgent } of [shared.read, shared.write, ...own.values()]) {
        httpAgent.destroy()
        httpsAgent.destroy()
      }
    },
  }
}

function agentsFor(maxSockets: number): Agents {
  const options = { ...AGENT, maxSockets }
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) }
}
