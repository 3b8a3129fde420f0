import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** What came until its end; nothing of an answer that has none. */
  readonly text: string
}

interface RawRequest {
  readonly method: string
  /** Sent as it is: no dots are resolved, nothing is encoded. */
  readonly path: string
  /** `Host` among them, which `fetch` would not send. */
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer | undefined
  /** For answers that do not end: read no more than the headers. */
  readonly endless?: boolean
}

/** One HTTP request whose spelling is the caller's. */
export function rawRequest(
  origin: string,
  { method, path, headers = {}, body, endless = false }: RawRequest,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    // Node would send the body of a DELETE without saying how long it is.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const outgoing = request(origin, {
      method,
      path,
      headers: { ...headers, ...length, connection: 'close' },
    })
    outgoing.setTimeout(15_000, () => outgoing.destroy(new Error(`${method} ${path} hangs.`)))
    outgoing.on('error', reject)
    outgoing.on('response', (answer) => {
      const { statusCode: status = 0, headers: answered } = answer
      if (endless && status === 200) {
        resolve({ status, headers: answered, text: '' })
        outgoing.destroy()
        return
      }
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status, headers: answered, text }))
      answer.on('error', reject)
    })
    outgoing.end(body)
  })
}
