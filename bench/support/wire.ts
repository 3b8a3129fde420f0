import { connect } from 'node:net'

/** A connection that speaks just enough HTTP/1.1 for a load generator: answers have a Content-Length or no body. */
export interface Wire {
  /** One after the other: an answer belongs to the oldest request without one. @throws when the connection ends */
  send(request: string): Promise<WireAnswer>
  close(): void
}

export interface WireAnswer {
  readonly status: number
  readonly etag: string | undefined
  readonly body: string
}

interface Waiting {
  resolve(answer: WireAnswer): void
  reject(error: Error): void
}

export function openWire(host: string, port: number): Wire {
  const waiting: Waiting[] = []
  let received = ''
  const socket = connect({ host, port, noDelay: true })
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
    for (let next = firstAnswer(received); next !== undefined; next = firstAnswer(received)) {
      received = received.slice(next.end)
      waiting.shift()?.resolve(next.answer)
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('The connection has ended.'))
  })
  return {
    send(request) {
      if (socket.destroyed) return Promise.reject(new Error('The connection has ended.'))
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        socket.write(request)
      })
    },
    close: () => socket.destroy(),
  }
}

function firstAnswer(text: string): { answer: WireAnswer; end: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = text.slice(0, headEnd)
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  const end = headEnd + 4 + length
  if (text.length < end) return undefined
  return {
    answer: {
      status: Number(head.slice(9, 12)),
      etag: /\r\netag: *(\S+)/i.exec(head)?.[1],
      body: text.slice(headEnd + 4, end),
    },
    end,
  }
}
