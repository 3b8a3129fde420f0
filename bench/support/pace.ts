import { randomBytes } from 'node:crypto'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWire, type Wire, type WireAnswer } from './wire.ts'

/*
 * Sends requests at fixed times, as panels do, whether or not answers come in time. Times count from the moment a request
 * was due, not from the moment it got its turn. A process of its own, so that it takes nothing from what it measures.
 */

export interface Beat {
  /** What its figures are filed under. */
  readonly kind: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: string
  /** As in the path, `{n}` becomes what no other request of any run has: an order is placed once for each. */
  readonly body?: string
  /** Milliseconds. */
  readonly every: number
  /** Requests that must be able to wait for each other share a lane, and with it a connection. */
  readonly lane: string
  /** Whether changes of its answers are timed. */
  readonly watched?: boolean
}

export interface PaceJob {
  /** `http://host:port` */
  readonly origin: string
  readonly beats: readonly Beat[]
  /** Milliseconds; what is seen in the first of them does not count. */
  readonly warmUp: number
  readonly duration: number
}

export interface KindResult {
  readonly answers: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers that are not 2xx or say `"s":"error"`. */
  readonly failed: number
  /** The first answer that failed. */
  readonly failure: string | undefined
}

export interface PaceResult {
  readonly kinds: Readonly<Record<string, KindResult>>
  /** Requests that were sent, answered or failed ÷ those that were due. */
  readonly kept: number
  /** Of each watched beat whose answer changed more than twice: mean milliseconds between two changes. */
  readonly standstill: readonly number[]
}

const job = (await json(process.stdin)) as PaceJob
const { hostname, port } = new URL(job.origin)
const run = randomBytes(4).toString('hex')
const started = performance.now()
const countFrom = started + job.warmUp
const end = countFrom + job.duration

const kinds = new Map<string, { times: number[]; failed: number; failure: string | undefined }>()
const wires = new Map<string, Wire>()
const standstill: number[] = []
let due = 0
let answered = 0

await Promise.all(job.beats.map((beat, index) => play(beat, index)))
for (const wire of wires.values()) wire.close()
process.stdout.write(JSON.stringify(summary()))

async function play(beat: Beat, index: number): Promise<void> {
  const wire = wires.get(beat.lane) ?? openWire(hostname, Number(port))
  wires.set(beat.lane, wire)
  const changes: number[] = []
  let tag = ''
  // Spread evenly, and the same in every run.
  let at = started + ((index * 0.618034) % 1) * beat.every
  for (let n = 0; at < end; n += 1, at += beat.every) {
    const early = at - performance.now()
    if (early > 0) await sleep(early)
    // Timers are up to a millisecond early.
    const from = Math.min(at, performance.now())
    const counts = at >= countFrom
    // Whoever cannot keep up leaves beats out, as a browser would, but they were due.
    if (counts) due += 1
    if (early < -beat.every) continue
    const answer = await wire.send(requestText(beat, `${run}-${index}-${n}`)).catch(() => undefined)
    if (!counts) continue
    note(beat.kind, performance.now() - from, answer)
    if (beat.watched && answer?.etag !== undefined && answer.etag !== tag) {
      tag = answer.etag
      changes.push(performance.now())
    }
  }
  const [first, last] = [changes[1], changes.at(-1)]
  if (first !== undefined && last !== undefined && changes.length > 2)
    standstill.push((last - first) / (changes.length - 2))
}

function requestText({ method, path, headers, body }: Beat, n: string): string {
  const content = (body ?? '').replace('{n}', n)
  const length = method === 'GET' ? '' : `Content-Length: ${content.length}\r\n`
  return `${method} ${path.replace('{n}', n)} HTTP/1.1\r\nHost: bench\r\n${headers}${length}\r\n${content}`
}

function note(kind: string, time: number, answer: WireAnswer | undefined): void {
  const seen = kinds.get(kind) ?? { times: [], failed: 0, failure: undefined }
  kinds.set(kind, seen)
  seen.times.push(time)
  answered += 1
  const isGood = answer !== undefined && answer.status < 400 && !answer.body.includes('"s":"error"')
  if (isGood) return
  seen.failed += 1
  seen.failure ??= answer === undefined ? 'no answer' : `${answer.status} ${answer.body.slice(0, 200)}`
}

function summary(): PaceResult {
  const result: Record<string, KindResult> = {}
  for (const [kind, { times, failed, failure }] of kinds) {
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
    result[kind] = { answers: times.length, p50: at(0.5), p99: at(0.99), failed, failure }
  }
  return { kinds: result, kept: due === 0 ? 1 : answered / due, standstill }
}
