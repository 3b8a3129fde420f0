import { readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { MemoryMarketData } from '../support/memory-market-data.ts'
import { type Nginx, startNginx } from '../support/nginx.ts'
import { aFeedInstrument } from '../support/samples.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

/** What TradingView's servers see of the stream through a real nginx. */

let gateway: TestGateway
let nginx: Nginx
let reader: StreamReader
afterEach(async () => {
  reader.close()
  await nginx.close()
  await gateway.close()
})

const [documented = ''] =
  /(?<=```nginx\n).*?(?=```)/s.exec(
    readFileSync(new URL('../../docs/operators.md', import.meta.url), 'utf8'),
  ) ?? []

it.each([
  {
    how: 'as docs/operators.md has it, where all else is compressed',
    locationOf: (upstream: string) => documented.replace('http://127.0.0.1:8080', upstream),
    http: 'gzip_types application/json; gzip_proxied any; gzip_min_length 1;',
  },
  {
    how: 'with nothing but defaults',
    locationOf: (upstream: string) => `location / { proxy_pass ${upstream}; }`,
    http: '',
  },
])(
  'each line arrives at once, chunked and uncompressed, through nginx $how',
  async ({ locationOf, http }) => {
    gateway = await startTestGateway()
    nginx = await startNginx(locationOf(gateway.origin), http)
    reader = await readStream(`${nginx.origin}/streaming`, { 'accept-encoding': 'gzip' })
    expect(reader.status).toBe(200)
    expect(reader.headers).toMatchObject({
      'transfer-encoding': 'chunked',
      'content-type': 'application/json',
    })
    expect(reader.headers['content-encoding']).toBeUndefined()
    // The first line shows that the way is open, long before a buffer of some kilobytes would be full.
    await eventually(
      async () => reader.lines,
      (lines) => expect(lines).toHaveLength(1),
    )

    const market = gateway.broker.marketData as MemoryMarketData
    for (const bid of [1, 2, 3]) {
      const { name } = aFeedInstrument()
      market.emit({ kind: 'price', name, bid, ask: bid + 1, bidSize: 1, askSize: 1, time: Date.now() })
      await reader.until((ticks) => expect(ticks).toHaveLength(bid * 2))
    }
  },
)
