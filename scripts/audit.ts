import { spawnSync } from 'node:child_process'
import { verdictOf } from './audit/verdict.ts'

/* Asks the registry for known holes in the packages of package-lock.json. */

/** Milliseconds. A registry that does not answer must not hold a build up. */
const PATIENCE_MS = 60_000

const { stdout, error } = spawnSync('npm', ['audit', '--json', '--audit=true'], {
  encoding: 'utf8',
  timeout: PATIENCE_MS,
  maxBuffer: 64 * 1024 * 1024,
})
const { line, isFailure } = verdictOf(error === undefined ? stdout : `{"message":"${error.name}"}`)
process.stdout.write(`${line}\n`)
if (isFailure) process.exitCode = 1
