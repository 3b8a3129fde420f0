import { vi } from 'vitest'
import { type Job, Lane } from '../../adapters/tradelocker/budgets/budget-lane.ts'
import { READ_SHARES } from '../../adapters/tradelocker/transport/routes.ts'

/** One call, from when it entered its queue. */
interface Waited {
  readonly lane: Lane
  readonly owner: string
  /** As it became: what a trader's action waits for goes as one from then on. */
  priority: number
  /** It reads, whoever waits for it. */
  readonly isRead: boolean
  /** The calls that started while it waited with this priority. */
  before: Waited[]
  hasStarted: boolean
}

/** A call that nobody's action waits for. */
export const isPoll = ({ priority }: Waited): boolean => READ_SHARES.has(priority)

/**
 * Watches every queue of this process; all of them work as ever. What somebody waits for can so be counted in calls that
 * went before, not in time, of which a busy machine takes as much as it likes. `vi.restoreAllMocks()` ends it.
 * @returns all calls from now on
 */
export function watchQueues(): readonly Waited[] {
  const all: Waited[] = []
  const run = Lane.prototype.run
  const waiting = new Set<Waited>()
  const watched = async function <T>(this: Lane, job: Job<T>): Promise<T> {
    const { priority, owner, raised } = job
    const call: Waited = {
      lane: this,
      owner,
      priority: raised?.by.aborted ? raised.to : priority,
      isRead: READ_SHARES.has(priority),
      before: [],
      hasStarted: false,
    }
    all.push(call)
    waiting.add(call)
    raised?.by.addEventListener('abort', () => {
      if (call.hasStarted) return
      call.priority = raised.to
      call.before = []
    })
    const task = (left: () => void) => {
      call.hasStarted = true
      waiting.delete(call)
      for (const other of waiting) other.before.push(call)
      return job.task(left)
    }
    try {
      return (await run.call(this, { ...job, task })) as T
    } finally {
      waiting.delete(call)
    }
  }
  vi.spyOn(Lane.prototype, 'run').mockImplementation(watched as typeof run)
  return all
}
