import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const SERVERS = ['redis-server', 'nginx', 'chromium']
const isRoot = process.getuid?.() === 0

/** The whole PATH: what this machine has is not found, and nothing is installed on it. */
let folder: string
let aptLog: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-servers-'))
  aptLog = join(folder, 'apt.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name: string, { script = '', mode = 0o755 } = {}) => {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, mode)
}

/** A package manager that writes down how it is called. */
const putApt = (script: string) => put('apt-get', { script: `echo "$*" >> "${aptLog}"\n${script}` })
const aptCalls = () => (existsSync(aptLog) ? readFileSync(aptLog, 'utf8').trim().split('\n') : [])

const ensure = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/ensure-test-servers.ts'], {
    env: { ...process.env, PATH: folder },
    encoding: 'utf8',
  })
  return { status, lines: stdout.split('\n').filter((line) => line !== ''), stderr }
}

const REDIS_IS_MISSING = [
  'The tests of several replicas need redis-server (version 6 or later) on the PATH. It is started by the tests only.',
  'Install it, e.g. with: sudo apt-get install --no-install-recommends redis-server',
]
const NGINX_IS_MISSING = [
  'The test of the stream behind a proxy needs nginx (version 1.20 or later) on the PATH. It is started by the tests only.',
  'Install it, e.g. with: sudo apt-get install --no-install-recommends nginx',
]

it('where all servers are there it says nothing and installs nothing', () => {
  for (const name of SERVERS) put(name)
  putApt('exit 0')
  expect(ensure()).toEqual({ status: 0, lines: [], stderr: '' })
  expect(aptCalls()).toEqual([])
})

it('where nothing can be installed it tells what is missing, what for and how to get it, and fails', () => {
  put('chromium')
  put('nginx', { mode: 0o644 })
  expect(ensure()).toEqual({ status: 1, lines: [...REDIS_IS_MISSING, ...NGINX_IS_MISSING], stderr: '' })
})

it('where installing fails it tells why as well; only root tries', () => {
  put('chromium')
  put('nginx')
  putApt('echo "no such host" >&2\nexit 100')
  const tried = ['The tests need redis-server; installing …', '"apt-get update" failed. no such host']
  expect(ensure()).toEqual({
    status: 1,
    lines: [...(isRoot ? tried : []), ...REDIS_IS_MISSING],
    stderr: '',
  })
  expect(aptCalls()).toEqual(isRoot ? ['-qq update'] : [])
})
