import { moment } from '../clock.ts'
import { type Deployment, jsonOf } from '../deployment/deployment.ts'
import { show } from '../shape.ts'
import { hold, Violation } from '../verdict.ts'

export interface Bar {
  /** Begin of the bar, Unix seconds. */
  readonly t: number
  readonly o: number
  readonly h: number
  readonly l: number
  readonly c: number
  readonly v: number
}

/** An answer of /history whose shape is right. */
export interface History {
  readonly request: string
  readonly bars: readonly Bar[]
  /** The older form of an empty answer; `nb` is the time of the next older bar. */
  readonly noData?: { readonly nb?: number }
}

export interface HistoryQuery {
  readonly symbol: string
  readonly resolution: '1' | 'D'
  readonly from: number
  readonly to: number
  readonly countback?: number
}

const COLUMNS = ['t', 'o', 'h', 'l', 'c', 'v'] as const

/** @throws Violation when the answer is an error, or no columns of equal length */
export async function askHistory(
  deployment: Deployment,
  query: HistoryQuery,
  token: string | undefined,
): Promise<History> {
  const answer = await deployment.send('/history', { query: { ...query }, token })
  const { request } = answer
  const body = jsonOf(answer)
  if (typeof body !== 'object' || body === null)
    throw new Violation(`${request}: expected an object, received ${show(body)}.`)
  const { s, errmsg, nb } = body as Record<string, unknown>
  if (s === 'error') throw new Violation(`${request} answered the error ${show(errmsg)}.`)
  if (s === 'no_data') {
    hold(nb === undefined || typeof nb === 'number', `${request}: nb: expected a time, received ${show(nb)}.`)
    return { request, bars: [], noData: typeof nb === 'number' ? { nb } : {} }
  }
  hold(s === 'ok', `${request}: s: expected "ok", received ${show(s)}.`)
  return { request, bars: barsOf(body as Record<string, unknown>, request) }
}

function barsOf(body: Readonly<Record<string, unknown>>, request: string): readonly Bar[] {
  const columns = COLUMNS.map((name) => {
    const column = body[name]
    hold(Array.isArray(column), `${request}: ${name}: expected an array, received ${show(column)}.`)
    const odd = column.findIndex((value) => typeof value !== 'number')
    hold(odd < 0, () => `${request}: ${name}[${odd}]: expected a number, received ${show(column[odd])}.`)
    return column as number[]
  })
  const [times = []] = columns
  const short = columns.findIndex((column) => column.length !== times.length)
  hold(
    short < 0,
    () =>
      `${request}: ${COLUMNS[short]}: expected as many values as t has, ${times.length}, received ${columns[short]?.length}.`,
  )
  const [, o = [], h = [], l = [], c = [], v = []] = columns
  return times.map((t, i) => ({
    t,
    o: o[i] as number,
    h: h[i] as number,
    l: l[i] as number,
    c: c[i] as number,
    v: v[i] as number,
  }))
}

const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

/** Which of the values differ, for a sentence; nothing when all are equal. */
export function difference(
  expected: Bar,
  received: Bar,
  fields: readonly ('o' | 'h' | 'l' | 'c' | 'v')[] = ['o', 'h', 'l', 'c', 'v'],
): string | undefined {
  const field = fields.find((name) => !close(expected[name], received[name]))
  if (field === undefined) return undefined
  return `bar of ${moment(expected.t)}: ${field}: expected ${expected[field]}, received ${received[field]}`
}

/** The first difference of two lists of bars, for a sentence; nothing when they are equal. */
export function firstDifference(expected: readonly Bar[], received: readonly Bar[]): string | undefined {
  for (const [index, bar] of expected.entries()) {
    const other = received[index]
    if (other === undefined) return `the bar of ${moment(bar.t)} is missing`
    if (other.t < bar.t) return `there is a bar of ${moment(other.t)} that was not there`
    if (other.t > bar.t) return `the bar of ${moment(bar.t)} is missing`
    const differs = difference(bar, other)
    if (differs !== undefined) return differs
  }
  const beyond = received[expected.length]
  return beyond && `there is a bar of ${moment(beyond.t)} that was not there`
}
