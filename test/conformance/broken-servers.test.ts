import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { systemClock } from '../../conformance/clock.ts'
import { DEFAULTS } from '../../conformance/options.ts'
import { type Report, runConformance } from '../../conformance/run.ts'

/** Runs everything against a server that is none, with hardly any patience. */
async function reportOf(listener: RequestListener): Promise<Report> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const run = (url: string): Promise<Report> =>
  runConformance(
    {
      ...DEFAULTS,
      url,
      login: { login: 'tv', password: 'secret-of-tv' },
      trader: { login: 'anna', password: 'secret-of-anna' },
      placeOrders: true,
      timeout: 0.3,
    },
    systemClock,
  )

/** Nothing passes, and something fails with these words. */
function expectRefused({ results, counts }: Report, words: RegExp): void {
  expect(results.filter(({ outcome }) => outcome === 'passed' || outcome === 'warning')).toEqual([])
  expect(counts.failed).toBeGreaterThan(10)
  const symbols = results.find(({ name }) => name === 'symbolsResponseFieldsCorrectness')
  expect(symbols?.sentence).toMatch(words)
  expect(JSON.stringify(results)).not.toContain('secret-of')
}

it('a server that never answers fails within the time allowed', async () => {
  expectRefused(await reportOf(() => {}), /was not answered within 0\.3 s/)
})

it('a server that answers HTML fails with what it said', async () => {
  const report = await reportOf((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')
  })
  expectRefused(report, /expected Content-Type application\/json, received text\/html \("<!doctype html>/)
})

it('a server that cuts connections fails', async () => {
  expectRefused(await reportOf((request) => request.socket.destroy()), /the connection was closed/)
})

it('a server that answers JSON of no sense fails', async () => {
  const report = await reportOf((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('[null]')
  })
  expectRefused(report, /expected an object with "s", received \[null\]/)
})

it('a server that ends its JSON early fails', async () => {
  const report = await reportOf((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"s":"ok",')
  })
  expectRefused(report, /expected JSON, received/)
})

it('an address where nothing listens fails', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  expectRefused(await run(`http://127.0.0.1:${port}`), /nothing listens there/)
})
