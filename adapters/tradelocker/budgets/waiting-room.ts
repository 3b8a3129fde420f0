/** A job that waits. */
export interface Ticket {
  /** Higher goes first. Changes only outside of rooms. */
  priority: number
  /** Among equals, owners take turns. */
  readonly owner: string
  /** Ends the wait with `too_busy`. */
  refuse(): void
}

interface Group {
  readonly tickets: Set<Ticket>
  readonly perOwner: Map<string, number>
}

/** Who waits, counted by priority and owner. */
export class WaitingRoom {
  readonly #groups = new Map<number, Group>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The highest priority that waits. */
  get highest(): number | undefined {
    return this.#size === 0 ? undefined : Math.max(...this.#groups.keys())
  }

  enter(ticket: Ticket): void {
    const { priority, owner } = ticket
    const group = this.#groups.get(priority) ?? { tickets: new Set(), perOwner: new Map() }
    this.#groups.set(priority, group)
    group.tickets.add(ticket)
    group.perOwner.set(owner, (group.perOwner.get(owner) ?? 0) + 1)
    this.#size += 1
  }

  /** Nothing happens when the ticket has left before. */
  leave(ticket: Ticket): void {
    const { priority, owner } = ticket
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

  /** How many wait with this priority or a higher one. */
  from(priority: number): number {
    let count = 0
    for (const [other, { tickets }] of this.#groups) if (other >= priority) count += tickets.size
    return count
  }

  /** How many of this very priority go before a new ticket of `owner`, when owners take turns. */
  beforeTurnOf(owner: string, priority: number): number {
    const group = this.#groups.get(priority)
    if (group === undefined) return 0
    const own = group.perOwner.get(owner) ?? 0
    const others = group.perOwner.size - (own > 0 ? 1 : 0)
    return Math.min(group.tickets.size, own + others * (own + 1))
  }

  /** Of the lowest priority under `priority` the one that has waited longest: it misses its deadline first anyway. */
  leastImportant(priority: number): Ticket | undefined {
    const lowest = Math.min(...this.#groups.keys())
    if (this.#size === 0 || lowest >= priority) return undefined
    return this.#groups.get(lowest)?.tickets.values().next().value
  }
}
