import type { Writable } from 'node:stream'
import winston from 'winston'
import { redact, redactText } from './redaction.ts'

type Write = (message: string, facts?: Readonly<Record<string, unknown>>) => void

/** A log line is a sentence for operators, plus facts. Secrets do not belong here; those that slip in are redacted. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
}

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  readonly format: 'json' | 'text'
}

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
  const writer =
    (lineLevel: LogOptions['level']): Write =>
    (message, facts = {}) => {
      // The line's own fields come last: no fact can pose as its level or message.
      logger.log({ ...(redact(facts) as object), level: lineLevel, message: redactText(message) })
    }
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') }
}

function asText({ timestamp, level, message, ...facts }: winston.Logform.TransformableInfo): string {
  const rest = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''
  return `${timestamp} ${level.padEnd(5)} ${message}${rest}`
}
