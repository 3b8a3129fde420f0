import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What Node can do at best: the same bytes, from memory, whatever is asked as long as its path is known. */
const payloads: Record<string, unknown> = JSON.parse(process.env.PAYLOADS ?? '{}')
const bodies = new Map(Object.entries(payloads).map(([path, payload]) => [path, JSON.stringify(payload)]))

const server = createServer((request, response) => {
  const body = bodies.get((request.url ?? '').split('?', 1)[0] ?? '')
  if (body === undefined) return response.writeHead(404).end()
  return response
    .writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    })
    .end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address() as AddressInfo)}\n`)
})
process.once('SIGTERM', () => process.exit(0))
