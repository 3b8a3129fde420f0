/** A job that waits. */
export interface Ticket {
  /** Higher goes first. Changes only outside of rooms. */
  priority: number
  /** Who makes the call. */
  readonly owner: string
  /** Whose turn it uses up at the gate. */
  readonly laneOwner: string
  /** Must have started by then, by a clock that never jumps. */
  readonly deadline: number
  /** Ends the wait with `too_busy`. */
  refuse(): void
}

interface Group {
  readonly tickets: Set<Ticket>
  readonly perOwner: Map<string, number>
}

const NOBODY: Group = { tickets: new Set(), perOwner: new Map() }

/** Who waits, counted by priority and owner: among equals, owners take turns. */
export class WaitingRoom {
  readonly #ownerOf: (ticket: Ticket) => string
  readonly #groups = new Map<number, Group>()
  #size = 0

  constructor(ownerOf: (ticket: Ticket) => string) {
    this.#ownerOf = ownerOf
  }

  get size(): number {
    return this.#size
  }

  /** The highest priority that waits. */
  get highest(): number | undefined {
    return this.#size === 0 ? undefined : Math.max(...this.#groups.keys())
  }

  enter(ticket: Ticket): void {
    const { priority } = ticket
    const owner = this.#ownerOf(ticket)
    const group = this.#groups.get(priority) ?? { tickets: new Set(), perOwner: new Map() }
    this.#groups.set(priority, group)
    group.tickets.add(ticket)
    group.perOwner.set(owner, (group.perOwner.get(owner) ?? 0) + 1)
    this.#size += 1
  }

  /** Nothing happens when the ticket has left before. */
  leave(ticket: Ticket): void {
    const { priority } = ticket
    const owner = this.#ownerOf(ticket)
    const group = this.#groups.get(priority)
    if (group === undefined || !group.tickets.delete(ticket)) return
    const left = (group.perOwner.get(owner) ?? 0) - 1
    if (left > 0) group.perOwner.set(owner, left)
    else group.perOwner.delete(owner)
    if (group.tickets.size === 0) this.#groups.delete(priority)
    this.#size -= 1
  }

  has(ticket: Ticket): boolean {
    return this.#groups.get(ticket.priority)?.tickets.has(ticket) ?? false
  }

  /** Nobody starts before `at`: whose deadline is earlier need not wait for it. */
  refuseAllBefore(at: number): void {
    const all = [...this.#groups.values()].flatMap(({ tickets }) => [...tickets])
    for (const ticket of all) if (ticket.deadline < at) ticket.refuse()
  }

  /** How many wait with this very priority. */
  of(priority: number): number {
    return this.#groups.get(priority)?.tickets.size ?? 0
  }

  /** How many wait with this priority or a higher one. */
  from(priority: number): number {
    let count = 0
    for (const [other, { tickets }] of this.#groups) if (other >= priority) count += tickets.size
    return count
  }

  /** How many go before a new ticket of `owner`. */
  ahead(owner: string, priority: number): number {
    return this.from(priority) - this.of(priority) + this.beforeTurnOf(owner, priority)
  }

  /** How many of this very priority go before a new ticket of `owner`, when owners take turns. */
  beforeTurnOf(owner: string, priority: number): number {
    const { perOwner } = this.#groups.get(priority) ?? NOBODY
    const own = perOwner.get(owner) ?? 0
    let before = own
    for (const [other, count] of perOwner) if (other !== owner) before += Math.min(count, own + 1)
    return before
  }

  /** Of the lowest priority under `priority` the one that has waited longest: it misses its deadline first anyway. */
  leastImportant(priority: number): Ticket | undefined {
    const lowest = Math.min(...this.#groups.keys())
    if (this.#size === 0 || lowest >= priority) return undefined
    return this.#groups.get(lowest)?.tickets.values().next().value
  }

  /** Of this very priority the last ticket of who has most of them, when that is more than `owner` would have. */
  lastOfGreediest(owner: string, priority: number): Ticket | undefined {
    const { tickets, perOwner } = this.#groups.get(priority) ?? NOBODY
    const [greediest, most] = [...perOwner].reduce((a, b) => (b[1] > a[1] ? b : a), [owner, 0])
    if (most <= (perOwner.get(owner) ?? 0) + 1) return undefined
    return [...tickets].findLast((ticket) => this.#ownerOf(ticket) === greediest)
  }
}
