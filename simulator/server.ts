import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { WireRequest } from './api.ts'
import type { Tally } from './counters.ts'
import { deliverFault, isProcessed, type Outcome } from './fault-delivery.ts'
import type { Faults } from './faults.ts'
import { matchOperation } from './operations.ts'
import { HttpProblem } from './problems.ts'
import { problem, type Reply } from './replies.ts'

export const BASE_PATH = '/backend-api'

const MAX_BODY = 1_000_000

/** Where a request goes: the API, the faults that may strike it, the counters. */
export interface Back {
  readonly api: (request: WireRequest) => Reply
  readonly faults: Faults
  readonly tally: Tally
}

/** The HTTP server of the API: reads requests, lets faults strike, writes answers. */
export function createApiServer(back: Back): Server {
  const server = createServer((incoming, response) => {
    answer(back, incoming).then(
      (outcome) => {
        if (outcome === 'drop') incoming.socket.destroy()
        else if (outcome !== 'silence') send(response, outcome)
      },
      // What fails here is a mistake of the simulator, or a client that went away and reads no answer.
      (error: unknown) => send(response, problem(asProblem(error))),
    )
  })
  server.keepAliveTimeout = 75_000
  server.on('connection', () => back.tally.connection())
  return server
}

async function answer({ api, faults, tally }: Back, incoming: IncomingMessage): Promise<Outcome> {
  const bodyText = await readBody(incoming)
  const { path, query } = splitUrl(incoming.url ?? '/')
  const match = path.startsWith(BASE_PATH)
    ? matchOperation(incoming.method ?? 'GET', path.slice(BASE_PATH.length))
    : undefined
  tally.request(match?.name ?? 'unknown')
  if (!match) throw new HttpProblem(404, `There is nothing at ${path}.`)

  const { latency, fault } = faults.take(match.name)
  if (latency > 0) await delay(latency, undefined, { ref: false })
  const process = () => api({ match, query, headers: incoming.headers, bodyText })
  if (!fault) return process()
  return deliverFault(fault, isProcessed(fault) ? process() : undefined)
}

function asProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  return new HttpProblem(500, error instanceof Error ? (error.stack ?? error.message) : String(error))
}

/** The whole body of a request as text. */
export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > MAX_BODY) throw new HttpProblem(413, 'The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Path and query of a request target. */
export function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const end = url.indexOf('?')
  return end < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, end), query: new URLSearchParams(url.slice(end + 1)) }
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    'content-type': reply.contentType ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(reply.body),
    ...reply.headers,
  })
  response.end(reply.body)
}
