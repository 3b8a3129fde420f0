import type { Bar } from '../../broker/market-data.ts'
import { createPacer } from '../pacer.ts'

const COLUMNS: readonly (readonly [name: string, figureOf: (bar: Bar) => number])[] = [
  ['t', ({ time }) => Math.floor(time / 1_000)],
  ['o', ({ open }) => open],
  ['h', ({ high }) => high],
  ['l', ({ low }) => low],
  ['c', ({ close }) => close],
  ['v', ({ volume }) => volume ?? 0],
]

/** Bars written without a look at the clock: a fraction of a millisecond. */
const PORTION = 500

/** The JSON text of bars, written with pauses: a month of minutes takes longer than orders of traders may wait. */
export async function historyBody(bars: readonly Bar[]): Promise<Buffer> {
  const pause = createPacer()
  const members = ['"s":"ok"']
  for (const [name, figureOf] of COLUMNS) {
    const parts: string[] = []
    for (let at = 0; at < bars.length; at += PORTION) {
      const figures = bars.slice(at, at + PORTION).map(figureOf)
      parts.push(JSON.stringify(figures).slice(1, -1))
      await pause()
    }
    members.push(`"${name}":[${parts.join(',')}]`)
  }
  return Buffer.from(`{${members.join(',')}}`)
}
