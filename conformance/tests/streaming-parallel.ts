import type { Context } from '../context.ts'
import { CONNECTIONS, objectOf, quoted, type StreamLine } from '../stream/feed.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, passed, type Verdict } from '../verdict.ts'

/** Seconds within which a line must have reached every connection. */
const SPREAD = 5

/** A line that some connections still lack. */
interface Pending {
  readonly line: StreamLine
  readonly counts: number[]
}

/**
 * Keeps count of lines by connection until all have the same. A line may come several times.
 * @returns what has been missing somewhere for too long
 */
function createComparison(connections: number) {
  const pending = new Map<string, Pending>()
  return {
    see(line: StreamLine): void {
      const known = pending.get(line.text) ?? { line, counts: Array.from({ length: connections }, () => 0) }
      known.counts[line.connection] = (known.counts[line.connection] ?? 0) + 1
      if (known.counts.every((count) => count === known.counts[0])) pending.delete(line.text)
      else pending.set(line.text, known)
    },
    /** @param now Unix seconds */
    overdue: (now: number): Pending | undefined =>
      [...pending.values()].find(({ line }) => now - line.at > SPREAD),
  }
}

async function parallelConnections({ feed, options, clock }: Context): Promise<Verdict> {
  const comparison = createComparison(CONNECTIONS)
  let comparedFrom = Number.POSITIVE_INFINITY
  let lines = 0
  let missing: Pending | undefined
  feed.watch((line) => {
    const value = objectOf(line.text)
    const told = Number(value?.t)
    // What was told before all were open reached only some. Heartbeats may come to each at its own time.
    if (line.at < comparedFrom || !(told >= comparedFrom) || value?.f === 'd') return
    lines += 1
    comparison.see(line)
    missing ??= comparison.overdue(line.at)
  })
  const opened = await feed.open()
  hold(
    opened.refused.length === 0,
    `GET /streaming: expected ${CONNECTIONS} connections at once, but ${opened.refused[0]}`,
  )
  comparedFrom = clock.now() + 1
  await feed.run(options.defaultDuration, () => missing !== undefined)
  hold(
    missing === undefined,
    () =>
      `GET /streaming: parallel connections must get the same, but ${quoted(missing?.line as StreamLine)} came ${missing?.counts.join(', ')} times to connections 1 to ${CONNECTIONS}.`,
  )
  if (lines === 0)
    throw new NotRun(`Within ${options.defaultDuration} s no tick came that could be compared.`)
  return passed(`${CONNECTIONS} connections at once got the same ${lines / CONNECTIONS} ticks.`)
}

export const parallelTests: readonly Test[] = [
  {
    name: 'streamingParallelConnections',
    area: 'streaming',
    rule: `${CONNECTIONS} connections at once are served and get the same ticks.`,
    lane: 'streamingParallelConnections',
    run: parallelConnections,
  },
]
