import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import PQueue from 'p-queue'
import { ROUTES, type RouteName } from './routes.ts'

interface Agents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
}

export interface Connections {
  /**
   * Runs one request of `route` over the agents it is given, as soon as fewer than the route's share are under way.
   * @param wait.isUrgent goes before those that wait
   * @param wait.signal rejects with its reason and never runs, when it is aborted before that
   */
  lend<T>(
    route: RouteName,
    wait: { readonly isUrgent: boolean; readonly signal: AbortSignal },
    request: (agents: Agents) => Promise<T>,
  ): Promise<T>
  close(): void
}

/** Connections are reused, most recently used first, and dropped when idle for this long. */
const AGENT = { keepAlive: true, scheduling: 'lifo', timeout: 30_000 } as const

/**
 * Requests of one route under way at once; further ones wait, and cost next to nothing while they do. Were all made at once
 * when a thousand panels open together, they would fill the memory for longer than answering them takes: the process would
 * spend its time on collecting it, and on connections used once. A process that is fully busy reads some 250 times a second
 * on a route, so this is enough for answers that take a quarter of a second.
 */
const AT_ONCE = { read: 64, write: 128 } as const

/**
 * Connections to TradeLocker. All routes share them, so that few are made; but none can take more than its share, so that
 * one that hangs holds up no other: least of all closing a position, also when changing one hangs. Changes do not share
 * with reads.
 */
export function createConnections(): Connections {
  const shared = { read: newAgents(), write: newAgents() }
  const routes = new Map<RouteName, PQueue>()

  const queueOf = (route: RouteName): PQueue => {
    const known = routes.get(route)
    if (known !== undefined) return known
    const queue = new PQueue({ concurrency: AT_ONCE[ROUTES[route].kind] })
    routes.set(route, queue)
    return queue
  }

  return {
    lend: (route, { isUrgent, signal }, request) =>
      // Not p-queue's own signals: it keeps those of all that is under way in a Map (docs/performance.md, "Garbage").
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        const task = async () => {
          signal.throwIfAborted()
          resolve(await request(shared[ROUTES[route].kind]))
        }
        queueOf(route)
          .add(task, { priority: isUrgent ? 1 : 0 })
          .catch(reject)
      }),
    close() {
      for (const { httpAgent, httpsAgent } of Object.values(shared)) {
        httpAgent.destroy()
        httpsAgent.destroy()
      }
    },
  }
}

/** However many connections: routes and their shares bound them. */
function newAgents(): Agents {
  return { httpAgent: new HttpAgent(AGENT), httpsAgent: new HttpsAgent(AGENT) }
}
