import type { ServerResponse } from 'node:http'
import { BoundedMap } from './bounded-map.ts'

/** Headers as `writeHead` takes them fastest: name, value, name, value … Names are in lower case. */
export type HeaderBlock = readonly string[]

/**
 * The headers that all answers of a kind to one origin have in common, learnt from an answer that Express gave: what
 * sets headers stays in one place.
 */
export interface HeaderBlocks {
  of(origin: string | undefined): HeaderBlock | undefined
  /** @param response ended, its headers are those Express sent */
  learn(origin: string | undefined, response: ServerResponse): void
}

/** Headers that belong to the one request or connection. */
const OWN = new Set(['x-request-id', 'etag', 'content-length', 'connection', 'keep-alive', 'date'])

/** Anybody may send any origin; those that matter are TradingView's few language sites. */
const MAX_ORIGINS = 200
/** More than a host's name can have: nobody's inventions take room. */
const MAX_ORIGIN_CHARS = 300

export function createHeaderBlocks(): HeaderBlocks {
  const blocks = new BoundedMap<string, HeaderBlock>(MAX_ORIGINS)
  const keyOf = (origin: string | undefined) => origin ?? ''
  return {
    of: (origin) => blocks.get(keyOf(origin)),
    learn(origin, response) {
      if (keyOf(origin).length > MAX_ORIGIN_CHARS) return
      const names = response.getHeaderNames().filter((name) => !OWN.has(name))
      blocks.set(
        keyOf(origin),
        names.flatMap((name) => [name, String(response.getHeader(name))]),
      )
    },
  }
}
