import type { QueueAddOptions } from 'p-queue'
import type { Contender, Turns } from './turns.ts'
import type { Ticket } from './waiting-room.ts'

/** What p-queue runs. */
type Run = () => Promise<unknown>

export interface TurnOptions extends QueueAddOptions {
  /** Whose turn the job uses up. */
  readonly owner?: string
  /** Who waits for it. */
  readonly ticket?: Ticket
}

export interface WaitingJob extends Contender {
  readonly id: string
  readonly run: Run
  readonly ticket: Ticket | undefined
}

/**
 * The order of one p-queue: by priority, reads by their shares, and among equals owners take turns, first come first served
 * each.
 */
export class TurnQueue {
  readonly #turns: Turns<WaitingJob>
  readonly #jobs = new Map<string, WaitingJob>()

  constructor(turns: Turns<WaitingJob>) {
    this.#turns = turns
  }

  get size(): number {
    return this.#jobs.size
  }

  enqueue(run: Run, { id = '', priority = 0, owner = '', ticket }: Partial<TurnOptions> = {}): void {
    this.#add({ id, priority, owner, ticket, run })
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
