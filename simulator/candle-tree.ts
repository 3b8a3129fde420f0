import type { Random } from './random.ts'

/** Open, high, low, close in price units, and the number of ticks. */
export interface Candle {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

type Anchor = readonly [index: number, value: number]

/**
 * The market is drawn from the coarse to the fine: a day is split into hours, an hour into minutes, a minute into
 * ticks. Each split keeps the parent's open, high, low, close and volume exactly, so bars of every resolution agree
 * with one another, and any instant costs three splits however far in the past it is.
 */
export function splitIntoCandles(parent: Candle, count: number, random: Random): Candle[] {
  const range = parent.high - parent.low
  const [peak, trough] = twoDistinct(count, random)
  const anchors: Anchor[] = [
    [0, parent.open],
    [count, parent.close],
    [inside(peak, count), parent.high - range * 0.15 * random()],
    [inside(trough, count), parent.low + range * 0.15 * random()],
  ]
  const edges = walk(anchors, parent, random)
  const volumes = shares(parent.volume, count, random)
  const reach = range / Math.sqrt(count) / 2
  return volumes.map((volume, index) => {
    const open = edges[index] ?? parent.open
    const close = edges[index + 1] ?? parent.close
    const high = Math.min(parent.high, Math.max(open, close) + Math.round(random() * reach))
    const low = Math.max(parent.low, Math.min(open, close) - Math.round(random() * reach))
    return {
      open,
      close,
      high: index === peak ? parent.high : high,
      low: index === trough ? parent.low : low,
      volume,
    }
  })
}

/** Splits the last level: single prices, the first of which is the open, the last the close. */
export function splitIntoTicks(parent: Candle, count: number, random: Random): number[] {
  const [peak, trough] = twoDistinct(count - 2, random)
  const anchors: Anchor[] = [
    [0, parent.open],
    [count - 1, parent.close],
    [peak + 1, parent.high],
    [trough + 1, parent.low],
  ]
  return walk(anchors, parent, random)
}

/** The candle that covers both, `later` following `earlier`. */
export function joinCandles(earlier: Candle | undefined, later: Candle): Candle {
  if (!earlier) return later
  return {
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    close: later.close,
    volume: earlier.volume + later.volume,
  }
}

/** How many of `total` fall on part `index` of `count` equal parts; the parts add up to the total. */
export function evenShare(total: number, index: number, count: number): number {
  return Math.floor((total * (index + 1)) / count) - Math.floor((total * index) / count)
}

function twoDistinct(count: number, random: Random): readonly [number, number] {
  const first = Math.floor(random() * count)
  const second = (first + 1 + Math.floor(random() * (count - 1))) % count
  return [first, second]
}

function inside(index: number, count: number): number {
  return Math.min(Math.max(index, 1), count - 1)
}

/** A random walk through the anchors (a bridge between each two) that never leaves the parent's range. */
function walk(anchors: Anchor[], { low, high }: Candle, random: Random): number[] {
  const ordered = [...new Map(anchors.toReversed()).entries()].sort(([left], [right]) => left - right)
  const last = ordered.at(-1)?.[0] ?? 1
  const stride = ((high - low) / Math.sqrt(last)) * 1.6
  const points: number[] = []
  let value = ordered[0]?.[1] ?? low
  for (const [index, target] of ordered) {
    for (let at = points.length; at < index; at++) {
      const drift = (target - value) / (index - at + 1)
      value = clamp(value + drift + (random() - 0.5) * stride, low, high)
      points.push(Math.round(value))
    }
    value = target
    points.push(Math.round(clamp(target, low, high)))
  }
  return points
}

function shares(total: number, count: number, random: Random): number[] {
  const weights = Array.from({ length: count }, () => 0.5 + random())
  const sum = weights.reduce((left, right) => left + right, 0)
  let carried = 0
  let given = 0
  return weights.map((weight) => {
    carried += weight
    const upTo = carried >= sum ? total : Math.floor((total * carried) / sum)
    const share = upTo - given
    given = upTo
    return share
  })
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
