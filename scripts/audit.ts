import { spawnSync } from 'node:child_process'
import { verdictOf } from './audit/verdict.ts'

/* Asks the registry for known holes in the packages of package-lock.json. With AUDIT_REQUIRED=1 it has to answer. */

/** Milliseconds. A registry that does not answer must not hold a build up. */
const PATIENCE_MS = 60_000

const { stdout, error } = spawnSync('npm', ['audit', '--json', '--audit=true'], {
  encoding: 'utf8',
  timeout: PATIENCE_MS,
  maxBuffer: 64 * 1024 * 1024,
})
const report = error === undefined ? stdout : `{"message":"${error.name}"}`
const { line, isFailure } = verdictOf(report, process.env.AUDIT_REQUIRED === '1')
process.stdout.write(`${line}\n`)
if (isFailure) process.exitCode = 1
