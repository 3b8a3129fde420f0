import { expect, it } from 'vitest'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { mappingOf } from '../../src/data-feed/mapping.ts'
import { startTestGateway } from '../support/test-gateway.ts'

it('names the broker symbol and the TradingView symbol it follows', () => {
  expect(mappingOf({ 'GBPUSD.r': 'FX:GBPUSD' })).toEqual({
    symbols: [{ f: ['GBPUSD.r'], s: 'FX:GBPUSD' }],
    fields: ['brokerSymbol'],
  })
})

it('is served without a login and without an envelope, empty but valid when nothing is mapped', async () => {
  const gateway = await startTestGateway()
  const response = await fetch(`${gateway.origin}/mapping`)
  const body = await response.json()
  expect({ status: response.status, body }).toEqual({
    status: 200,
    body: { symbols: [], fields: ['brokerSymbol'] },
  })
  expect(dataContract['GET /mapping']?.safeParse(body).success).toBe(true)
  await gateway.close()
})
