import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, it } from 'vitest'
import { reportDropped } from '../../src/http/dropped-connections.ts'
import { limitServer } from '../../src/http/limits.ts'
import { eventually } from '../support/eventually.ts'
import { readableLog } from '../support/log-lines.ts'

it('connections beyond the limit are counted in one line, and again in the next', async () => {
  const { log, lines } = readableLog()
  const server = createServer()
  limitServer(server, { maxConnections: 1 })
  reportDropped(server, log, 200)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const open = () => connect(port, '127.0.0.1').on('error', () => {})
  const first = open()
  await once(first, 'connect')

  const dropped = async () => lines().map((line) => line.dropped)
  await Promise.all([1, 2, 3].map(() => once(open(), 'close')))
  await eventually(dropped, (counts) => expect(counts).toEqual([3]))
  expect(lines()[0]).toMatchObject({ level: 'warn', message: expect.stringContaining('closed unheard') })
  await once(open(), 'close')
  await eventually(dropped, (counts) => expect(counts).toEqual([3, 1]))

  server.closeAllConnections()
  first.destroy()
  server.close()
})
