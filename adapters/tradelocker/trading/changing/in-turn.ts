import { takePart } from '../../transport/shared-failure.ts'

/** The change of something that was asked for last. */
interface LastChange {
  readonly change: string
  readonly done: Promise<void>
}

/** Changes that have not ended, by what they change. */
export type ChangeTurns = Map<string, LastChange>

/** Under what name an order with all its levels, or the levels of a position, are changed one after the other. */
export function turnKey(accountKey: string, kind: 'order' | 'position', id: string): string {
  return JSON.stringify([accountKey, kind, id])
}

/**
 * Makes changes of the same thing one after the other, in the order they were asked for: two on their way at once could be
 * carried out in the other order, and the later one would be compared with what stood before the earlier one. A change like
 * the one before it, as by a double click, is the same change.
 * @param change equal for equal changes
 */
export function inTurn(
  turns: ChangeTurns,
  key: string,
  change: string,
  make: () => Promise<void>,
): Promise<void> {
  const last = turns.get(key)
  if (last?.change === change) return takePart(last.done, () => inTurn(turns, key, change, make))
  const made = last === undefined ? make() : last.done.then(make, make)
  const done = made.finally(() => {
    if (turns.get(key)?.done === done) turns.delete(key)
  })
  turns.set(key, { change, done })
  return done
}
