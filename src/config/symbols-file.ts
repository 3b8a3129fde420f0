import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { parseJson } from './clients.ts'

const symbols = z.strictObject(
  {
    /** Broker symbol → TradingView symbol whose prices it follows. */
    mapping: z
      .record(z.string(), z.string().regex(/^[^\s:]+:[^\s:]+$/, 'EXCHANGE:NAME'), 'an object')
      .default({}),
    /** Groups of symbols with permissions of their own. */
    groups: z
      .array(
        z.strictObject({
          id: z.string('a text').regex(/^[a-z_]+$/, 'lower-case Latin letters and underscores'),
          types: z.array(z.string()).optional(),
          symbols: z.array(z.string()).optional(),
        }),
        'a list of groups',
      )
      .default([]),
    /** Broker symbol → symbol_info fields that replace the derived ones. */
    symbols: z.record(z.string(), z.record(z.string(), z.json()), 'an object').default({}),
  },
  'a readable file that holds a JSON object',
)

export type SymbolsFile = z.output<typeof symbols>

/** A path → what the file says. */
export const symbolsFile = z.string().transform(readJson).pipe(symbols)

function readJson(path: string): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
