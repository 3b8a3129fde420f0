import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/*
 * Some tests start real servers by themselves. Where one is missing and may be installed it is; elsewhere this tells what to
 * install. Programs are named as Debian's packages are.
 */

const SERVERS = [
  { name: 'redis-server', needs: 'The tests of several replicas need redis-server (version 6 or later)' },
  { name: 'nginx', needs: 'The test of the stream behind a proxy needs nginx (version 1.20 or later)' },
  { name: 'chromium', needs: 'The tests of the login page need chromium' },
] as const

/** Milliseconds for one run of the package manager. */
const INSTALL_MS = 600_000

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

/** @returns whether the packages are installed now */
function install(packages: readonly string[]): boolean {
  const hasPolicy = existsSync(SERVICE_POLICY)
  if (!hasPolicy) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages)
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

function ensureServers(): boolean {
  const missing = () => SERVERS.filter(({ name }) => !isInstalled(name))
  const names = missing().map(({ name }) => name)
  if (names.length === 0) return true
  const mayInstall = process.getuid?.() === 0 && isInstalled('apt-get')
  if (mayInstall) {
    say(`The tests need ${names.join(' and ')}; installing …`)
    install(names)
  }
  for (const { name, needs } of missing()) {
    say(`${needs} on the PATH. It is started by the tests only.`)
    say(`Install it, e.g. with: sudo apt-get install --no-install-recommends ${name}`)
  }
  return missing().length === 0
}

if (!ensureServers()) process.exitCode = 1
