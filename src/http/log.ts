import type { Writable } from 'node:stream'
import winston from 'winston'
import { createLineBuffer } from './line-buffer.ts'
import { redact, redactText } from './redaction.ts'

type Write = (message: string, facts?: Readonly<Record<string, unknown>>) => void

/** What is told about a request. Its fields are made so that none can hold a secret: nothing in them is redacted. */
interface ServedRequest {
  readonly method: string
  /** A pattern, never a URL. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
  /** A caller's own one only when it is made of letters, digits and hyphens. */
  readonly requestId: string
  /** A hash. */
  readonly account?: string
  readonly upstreamCalls: number
  readonly aborted?: true
  /** Code of the error the request was refused with. */
  readonly refusal?: string
}

/** A log line is a sentence for operators, plus facts. Secrets do not belong here; those that slip in are redacted. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  /** Whether lines of a level are written at all. */
  isEnabled(level: Level): boolean
  /** The line of a request, written a moment later together with others: there may be thousands a second. */
  served(level: 'debug' | 'info', request: ServedRequest): void
}

export interface LogOptions {
  readonly level: Level
  readonly format: 'json' | 'text'
}

/** From the one that is always written on. */
const LEVELS = ['error', 'warn', 'info', 'debug'] as const
type Level = (typeof LEVELS)[number]

const SERVED = 'Request served.'

/** @param destination where the lines go, one each; by default standard output */
export function createLog({ level, format }: LogOptions, destination: Writable = process.stdout): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(
      winston.format.timestamp(),
      format === 'json' ? winston.format.json() : winston.format.printf(asText),
    ),
    transports: [new winston.transports.Stream({ stream: destination, eol: '\n' })],
  })
  // winston looks it up anew each time, in lists.
  const enabled = new Set(LEVELS.slice(0, LEVELS.indexOf(level) + 1))
  const isEnabled = (lineLevel: Level) => enabled.has(lineLevel)
  const lines = createLineBuffer(destination)
  // Whoever ends the process does not wait for timers.
  if (destination === process.stdout) process.once('exit', lines.flush)

  const writer =
    (lineLevel: Level): Write =>
    (message, facts = {}) => {
      lines.flush()
      // The line's own fields come last: no fact can pose as its level or message.
      logger.log({ ...(redact(facts) as object), level: lineLevel, message: redactText(message) })
    }
  const log = { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') }
  return {
    ...log,
    isEnabled,
    served(lineLevel, request) {
      if (format === 'text') return log[lineLevel](SERVED, { ...request })
      if (isEnabled(lineLevel)) lines.add(jsonLine(lineLevel, request))
    },
  }
}

/** By hand, because it is written for every poll; no field holds a character that JSON would have to escape. */
function jsonLine(level: string, request: ServedRequest): string {
  const { account, aborted, durationMs, method, refusal, requestId, route, status, upstreamCalls } = request
  const rare =
    (account === undefined ? '' : `"account":"${account}",`) +
    (aborted ? '"aborted":true,' : '') +
    (refusal === undefined ? '' : `"refusal":"${refusal}",`)
  return (
    `{${rare}"durationMs":${durationMs},"level":"${level}","message":"${SERVED}","method":"${method}",` +
    `"requestId":"${requestId}","route":"${route}","status":${status},` +
    `"timestamp":"${new Date().toISOString()}","upstreamCalls":${upstreamCalls}}`
  )
}

function asText({ timestamp, level, message, ...facts }: winston.Logform.TransformableInfo): string {
  const rest = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''
  return `${timestamp} ${level.padEnd(5)} ${message}${rest}`
}
