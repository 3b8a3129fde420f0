import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRedisClient } from '../../../adapters/redis/client.ts'
import { createEar } from '../../../adapters/redis/ear.ts'
import type { Link } from '../../../adapters/redis/link.ts'
import { freePort } from '../../support/free-port.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

it('a replica that does not hear says so once, also where Redis is lost in that very moment', async () => {
  const warnings: string[] = []
  let connected = true
  const link = {
    get status() {
      return { connected }
    },
  } as Link
  const ear = createEar(createRedisClient(`redis://127.0.0.1:${await freePort()}`), {
    channels: ['told'],
    link,
    heard: () => {},
    missed: () => {},
    log: { info: () => {}, warn: (message) => warnings.push(message) },
  })
  vi.advanceTimersByTime(5_000)
  connected = false
  vi.advanceTimersByTime(60_000)
  connected = true
  vi.advanceTimersByTime(60_000)
  ear.close()
  expect(warnings).toHaveLength(1)
})
