import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { whyNoAnswer } from '../deployment/deployment.ts'
import { Violation } from '../verdict.ts'

/** One open GET /streaming. */
export interface StreamConnection {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly httpVersion: string
  /** Gives every line to `onLine` from now on, and calls `onEnd` when the server ends the stream. */
  read(onLine: (line: string) => void, onEnd: (reason: string) => void): void
  close(): void
}

/** Characters. What has no end is not kept in memory. */
const LONGEST_LINE = 1_000_000

/**
 * Opens the stream over HTTP/1.1, on a connection of its own.
 * @throws Violation when no answer begins in time
 */
export function openStream(
  url: string,
  token: string | undefined,
  timeoutMs: number,
): Promise<StreamConnection> {
  const send = url.startsWith('https:') ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(new Violation(`GET /streaming ${whyNoAnswer(error, timeoutMs)}.`))
    }
    const request = send(url, {
      agent: false,
      headers: {
        Accept: 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
    })
    const deadline = setTimeout(() => {
      request.destroy(Object.assign(new Error(), { name: 'TimeoutError' }))
    }, timeoutMs)
    request.on('error', (error) => {
      clearTimeout(deadline)
      fail(error)
    })
    request.on('response', (response) => {
      clearTimeout(deadline)
      resolve(connectionOf(response, () => request.destroy()))
    })
    request.end()
  })
}

function connectionOf(response: IncomingMessage, destroy: () => void): StreamConnection {
  let closedByUs = false
  response.on('error', () => {})
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    httpVersion: response.httpVersion,
    read(onLine, onEnd) {
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) onLine(line)
        if (rest.length > LONGEST_LINE) destroy()
      })
      response.on('close', () => {
        if (closedByUs) return
        if (rest.length > LONGEST_LINE) onEnd(`a line is longer than ${LONGEST_LINE} characters`)
        else onEnd(response.complete ? 'the server ended it' : 'the connection was cut')
      })
    },
    close() {
      closedByUs = true
      destroy()
    },
  }
}
