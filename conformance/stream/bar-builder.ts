import type { Bar } from '../market/bars.ts'

const MINUTE = 60

/** Minute bars of trades: first, highest, lowest and last price, sum of sizes, time rounded down to the minute. */
export interface BarBuilder {
  /** @param t Unix seconds */
  trade(id: string, t: number, price: number, size: number): void
  bar(id: string, minute: number): Bar | undefined
}

export function createBarBuilder(): BarBuilder {
  const bars = new Map<string, Bar>()
  return {
    trade(id, t, p, s) {
      const minute = Math.floor(t / MINUTE) * MINUTE
      const key = `${minute} ${id}`
      const bar = bars.get(key) ?? { t: minute, o: p, h: p, l: p, c: p, v: 0 }
      bars.set(key, { ...bar, h: Math.max(bar.h, p), l: Math.min(bar.l, p), c: p, v: bar.v + s })
    },
    bar: (id, minute) => bars.get(`${minute} ${id}`),
  }
}
