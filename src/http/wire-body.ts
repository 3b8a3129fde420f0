import { hash } from 'node:crypto'

/** The body of an answer as it goes over the wire, with the entity tag by which a client asks for something newer. */
export interface WireBody {
  /** JSON. Kept as text: Node joins it with the headers and writes both at once. */
  readonly text: string
  /** Its length in bytes, as a header says it. */
  readonly length: string
  /** Strong: the same tag means the same bytes. Quoted, as the header wants it. */
  readonly etag: string
}

export function wireBody(text: string): WireBody {
  const etag = `"${hash('sha256', text, 'base64url').slice(0, 27)}"`
  return { text, length: String(Buffer.byteLength(text)), etag }
}
