import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startTestGateway()
})
afterEach(() => gateway.close())

async function ask(origin: string, path: string): Promise<[number, unknown]> {
  const response = await fetch(origin + path)
  return [response.status, await response.json()]
}

describe('health', () => {
  it("is told on both ports, with the facts behind it on the operators' only", async () => {
    expect(await ask(gateway.origin, '/livez')).toEqual([200, { status: 'live' }])
    expect(await ask(gateway.origin, '/readyz')).toEqual([200, { status: 'ready' }])
    expect(await ask(gateway.admin.origin, '/livez')).toEqual([200, { status: 'live' }])
    expect(await ask(gateway.admin.origin, '/readyz')).toEqual([
      200,
      { status: 'ready', detail: { instruments: 3 } },
    ])
  })

  it('is 503 while the broker is not ready, though the process lives', async () => {
    gateway.broker.ready = false
    expect(await ask(gateway.origin, '/readyz')).toEqual([503, { status: 'not ready' }])
    expect((await ask(gateway.origin, '/livez'))[0]).toBe(200)
  })

  it('is 503 as soon as the process is asked to stop', async () => {
    gateway.drain.begin()
    expect(await ask(gateway.origin, '/readyz')).toEqual([503, { status: 'stopping' }])
  })
})
