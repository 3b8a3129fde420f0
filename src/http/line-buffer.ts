import type { Writable } from 'node:stream'

/** Lines on their way out. */
export interface LineBuffer {
  /** Takes a line without its end. */
  add(line: string): void
  /** Writes what is waiting, at once. */
  flush(): void
}

/** How long a line may wait for others, in milliseconds. */
const WAIT_MS = 20
/** More than this, in characters, does not wait: a pipe holds 64 KB, and a write that does not fit into it stops everything. */
const LIMIT_CHARS = 16 * 1024

/** Writes lines a few at a time: a write to standard output costs as much as serving a poll, and blocks. */
export function createLineBuffer(destination: Writable): LineBuffer {
  let waiting = ''
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    if (waiting === '') return
    clearTimeout(timer)
    const text = waiting
    waiting = ''
    destination.write(text)
  }
  return {
    add(line) {
      if (waiting === '') timer = setTimeout(flush, WAIT_MS)
      waiting += `${line}\n`
      if (waiting.length > LIMIT_CHARS) flush()
    },
    flush,
  }
}
