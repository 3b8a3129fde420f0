import { z } from 'zod'
import { symbolInfoAnswer } from './symbol-info.ts'

const mappingAnswer = z.strictObject({
  symbols: z.array(z.strictObject({ f: z.tuple([z.string()]), s: z.string() })),
  fields: z.tuple([z.literal('brokerSymbol')]),
})

const groupId = z.string().regex(/^[a-z_]+$/)
const envelope = <T extends z.ZodType>(result: T) => z.strictObject({ s: z.literal('ok'), d: result })

/** Objects here, texts in the permissions. */
const groupsAnswer = envelope(z.strictObject({ groups: z.array(z.strictObject({ id: groupId })).max(10) }))
const permissionsAnswer = envelope(z.strictObject({ groups: z.array(groupId) }))

const id = z.string().regex(/^[^,]+$/)
const t = z.int().nonnegative()
const price = z.number().positive()
const size = z.number().nonnegative()

/** One line of the stream, parsed. */
const streamingLine = z.union([
  z.strictObject({ f: z.literal('t'), id, p: price, s: size, t }),
  z.strictObject({ f: z.literal('q'), id, t, ap: price, as: size, bp: price, bs: size }),
  z.strictObject({ f: z.literal('d'), id, o: price, h: price, l: price, c: price, v: size, t }),
  z.strictObject({ heartbeat: t }),
])

const column = z.array(z.number())

/** Bars in columns of the same length, ascending, each time once. */
const historyAnswer = z
  .strictObject({
    s: z.literal('ok'),
    t: z.array(t),
    o: column,
    h: column,
    l: column,
    c: column,
    v: z.array(size),
  })
  .refine(({ t: times, o, h, l, c, v }) => [o, h, l, c, v].every(({ length }) => length === times.length))
  .refine(({ t: times }) => times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0)))

/** OAuth's form, without an envelope. */
const serverTokenAnswer = z.strictObject({
  access_token: z.string().min(1),
  token_type: z.literal('bearer'),
  /** Seconds. */
  expires_in: z.int().positive(),
})

/** What each operation of the data half answers when it succeeds; of a stream, each of its lines. */
export const dataContract: Readonly<Record<string, z.ZodType>> = {
  'POST /authorize/token': serverTokenAnswer,
  'GET /mapping': mappingAnswer,
  'GET /streaming': streamingLine,
  'GET /symbol_info': symbolInfoAnswer,
  'GET /history': historyAnswer,
  'GET /groups': groupsAnswer,
  'GET /permissions': permissionsAnswer,
}
