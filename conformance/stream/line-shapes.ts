import { z } from 'zod'
import { moment } from '../clock.ts'
import { shaped } from '../shape.ts'
import { Violation } from '../verdict.ts'

const id = z.string().min(1)
const price = z.number().positive()
const size = z.number().nonnegative()
const time = z.int().positive()

/** The older lines for bids and asks, which still are understood. */
const olderTick = { id, p: price, s: size, t: time }

const LINES: Readonly<Record<string, z.ZodType>> = {
  t: z.strictObject({ f: z.literal('t'), id, p: price, s: size, t: time }),
  q: z.strictObject({ f: z.literal('q'), id, t: time, ap: price, as: size, bp: price, bs: size }),
  d: z.strictObject({
    f: z.literal('d'),
    id,
    o: price,
    h: price,
    l: price,
    c: price,
    v: size,
    t: time.refine((t) => t % 86_400 === 0, 'the time 00:00 UTC of the trading day'),
  }),
  a: z.strictObject({ f: z.literal('a'), ...olderTick }),
  b: z.strictObject({ f: z.literal('b'), ...olderTick }),
}

const heartbeatLine = z.strictObject({ heartbeat: z.int().positive() })

/** A time further ahead than this is in another unit, or from another clock. Seconds. */
const FUTURE = 2 * 86_400

/**
 * @param now Unix seconds when the line came
 * @returns fields the specification does not know
 * @throws Violation that says what is wrong with the line
 */
export function checkLine(line: Record<string, unknown>, where: string, now: number): readonly string[] {
  const isHeartbeat = 'heartbeat' in line
  const schema = isHeartbeat ? heartbeatLine : LINES[String(line.f)]
  if (schema === undefined)
    throw new Violation(
      `${where}: f: expected t, q or d (or a heartbeat), received ${JSON.stringify(line.f)}.`,
    )
  const { extras } = shaped(schema, line, where)
  const told = Number(isHeartbeat ? line.heartbeat : line.t)
  if (told > now + FUTURE)
    throw new Violation(
      `${where}: ${isHeartbeat ? 'heartbeat' : 't'}: expected Unix seconds near ${moment(now)}, received ${told}.`,
    )
  return extras
}
