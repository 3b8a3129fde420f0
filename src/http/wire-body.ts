import { hash } from 'node:crypto'

/** The body of an answer as it goes over the wire, with the entity tag by which a client asks for something newer. */
export interface WireBody {
  /** JSON. Kept as text: Node joins it with the headers and writes both at once. */
  readonly text: string
  /** How to write it. Text without anything but ASCII is the same in both, and written faster as latin1. */
  readonly encoding: 'latin1' | 'utf8'
  /** Its length in bytes, as a header says it. */
  readonly length: string
  /** Strong: the same tag means the same bytes. Quoted, as the header wants it. */
  readonly etag: string
}

export function wireBody(text: string): WireBody {
  const etag = `"${hash('sha256', text, 'base64url').slice(0, 27)}"`
  const bytes = Buffer.byteLength(text)
  return { text, encoding: bytes === text.length ? 'latin1' : 'utf8', length: String(bytes), etag }
}
