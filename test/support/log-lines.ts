import { Writable } from 'node:stream'
import { createLog, type Log } from '../../src/http/log.ts'

export interface LogLines {
  readonly log: Log
  /** Everything written, as it would stand on standard output. */
  text(): string
  /** The lines, parsed. */
  lines(): Record<string, unknown>[]
  /** Begins anew. */
  forget(): void
}

/** A log that can be read. */
export function readableLog(): LogLines {
  let chunks: string[] = []
  const destination = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  const text = () => chunks.join('')
  return {
    log: createLog({ level: 'debug', format: 'json' }, destination),
    text,
    lines: () =>
      text()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    forget() {
      chunks = []
    },
  }
}
