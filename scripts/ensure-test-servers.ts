import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/*
 * The tests of several replicas start a real redis-server by themselves. Where it is missing and may be installed it is;
 * elsewhere this tells what to install.
 */

const SERVER = 'redis-server'

/** Milliseconds for one run of the package manager. */
const INSTALL_MS = 180_000

/** Debian asks this file whether a freshly installed service may start: 101 is no. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** @returns whether the package is installed now */
function install(): boolean {
  const hasPolicy = existsSync(SERVICE_POLICY)
  if (!hasPolicy) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return apt('update') && apt('install', '-y', '--no-install-recommends', SERVER)
  } finally {
    if (!hasPolicy) rmSync(SERVICE_POLICY, { force: true })
  }
}

function apt(...args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
    env,
    timeout: INSTALL_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (status !== 0) say(`"apt-get ${args.join(' ')}" failed. ${stderr.trim()}`)
  return status === 0
}

function ensureServer(): boolean {
  if (isInstalled(SERVER)) return true
  const mayInstall = process.getuid?.() === 0 && isInstalled('apt-get')
  if (mayInstall) {
    say(`The tests need ${SERVER}; installing it …`)
    if (install() && isInstalled(SERVER)) return true
  }
  say(
    `The tests of several replicas need ${SERVER} (version 6 or later) on the PATH. It is started by the tests only.`,
  )
  say(
    `Install it, e.g. with: sudo apt-get install --no-install-recommends ${SERVER}   or: brew install redis`,
  )
  return false
}

if (!ensureServer()) process.exitCode = 1
