import type { Fault } from './faults.ts'
import { HttpProblem } from './problems.ts'
import { businessError, html, problem, type Reply } from './replies.ts'

const edgePage = `<!DOCTYPE html>
<html><head><title>Access denied</title></head>
<body><h1>Error 1015</h1><p>You are being rate limited. error code: 1015</p></body></html>
`

const maintenancePage = `<!DOCTYPE html>
<html><head><title>Maintenance</title></head><body><p>We will be back soon.</p></body></html>
`

/** An answer; or the connection is cut; or left open without one. */
export type Outcome = Reply | 'drop' | 'silence'

/** Whether the request takes effect although its answer is spoilt. */
export function isProcessed(fault: Fault): boolean {
  return 'processed' in fault && fault.processed === true
}

/** What the client gets instead of `proper`, the answer of a request that took effect. */
export function deliverFault(fault: Fault, proper: Reply | undefined): Outcome {
  switch (fault.kind) {
    case 'drop':
    case 'silence':
      return fault.kind
    case 'status':
      return problem(new HttpProblem(fault.status, fault.message ?? 'Something went wrong.'))
    case 'tooManyRequests':
      return problem(new HttpProblem(429, 'Too many requests.', retryAfter(fault.retryAfter)))
    case 'edgeBlock':
      return html(fault.status ?? 429, edgePage)
    case 'html':
      return html(200, maintenancePage)
    case 'malformedJson':
      return { status: 200, body: proper ? proper.body.slice(0, -2) : '{"s":"ok","d":{' }
    case 'businessError':
      return businessError(fault.message)
    case 'latency':
    case 'reorderedColumns':
    case 'movedTags':
    case 'noTags':
      throw new Error(`A fault of kind ${fault.kind} does not replace an answer.`)
  }
}

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
