import type { QueueAddOptions } from 'p-queue'
import { type Contender, Turns } from './turns.ts'

/** What p-queue runs. */
type Run = () => Promise<unknown>

export interface TurnOptions extends QueueAddOptions {
  /** Whose turn the job uses up. */
  readonly owner?: string
}

interface WaitingJob extends Contender {
  readonly id: string
  readonly run: Run
}

/**
 * The order of one p-queue: by priority, reads by their shares, and among equals owners take turns, first come first served
 * each.
 */
export class TurnQueue {
  readonly #turns = new Turns<WaitingJob>()
  readonly #jobs = new Map<string, WaitingJob>()

  get size(): number {
    return this.#jobs.size
  }

  enqueue(run: Run, { id = '', priority = 0, owner = '' }: Partial<TurnOptions> = {}): void {
    this.#add({ id, priority, owner, run })
  }

  dequeue(): Run | undefined {
    const job = this.#turns.next()
    if (job !== undefined) this.#jobs.delete(job.id)
    return job?.run
  }

  setPriority(id: string, priority: number): void {
    const job = this.#jobs.get(id)
    if (job === undefined) return
    this.remove(id)
    this.#add({ ...job, priority })
  }

  remove(id: string): void {
    const job = this.#jobs.get(id)
    if (job === undefined) return
    this.#jobs.delete(id)
    this.#turns.leave(job)
  }

  filter({ priority }: Readonly<Partial<TurnOptions>>): Run[] {
    return [...this.#jobs.values()].filter((job) => job.priority === priority).map(({ run }) => run)
  }

  #add(job: WaitingJob): void {
    this.#jobs.set(job.id, job)
    this.#turns.join(job)
  }
}
