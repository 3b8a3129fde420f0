import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:tls'
import { afterAll, expect, it } from 'vitest'
import { createRedisStore } from '../../../adapters/redis/store.ts'
import { steadyClock } from '../../../src/steady-clock.ts'
import { certifiedKey } from '../../support/certificate.ts'
import { eventually } from '../../support/eventually.ts'

const PASSWORD = 'never-to-be-sent'

let impostor: Server
afterAll(() => impostor.close())

it('a Redis whose certificate nobody vouches for gets neither the password nor a command', async () => {
  const { privateKey, certificate } = certifiedKey()
  let heard = ''
  let refusals = 0
  impostor = createServer({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: certificate })
  impostor.on('secureConnection', (socket) => {
    socket.on('data', (chunk) => {
      heard += chunk
    })
    socket.on('error', () => {})
  })
  impostor.on('tlsClientError', () => {
    refusals += 1
  })
  impostor.on('connection', (socket) => socket.on('close', () => (refusals += 1)))
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve))
  const { port } = impostor.address() as AddressInfo

  const log = { info: () => {}, warn: () => {} }
  const url = `rediss://:${PASSWORD}@127.0.0.1:${port}`
  const store = createRedisStore(url, { log, elapsed: steadyClock })
  // It tries again and again.
  await eventually(
    async () => refusals,
    (count) => expect(count).toBeGreaterThanOrEqual(2),
  )
  expect(store.status.connected).toBe(false)
  await expect(store.get('anything')).rejects.toThrow()
  expect(heard).toBe('')
  await store.close()
})
