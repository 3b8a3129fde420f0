import { describe, expect, it } from 'vitest'
import { warningsOf } from '../../src/config/warnings.ts'
import { loadConfig } from '../../src/config.ts'
import { DATA_CLIENTS, MINIMAL, withEverything } from '../support/environments.ts'

const FEED = { DATA_FEED_EMAIL: 'feed@example.test', DATA_FEED_PASSWORD: 'secret' }
const warnings = (env: Record<string, string>) => warningsOf(loadConfig({ ...MINIMAL, ...env }))

describe('a production gateway', () => {
  it('that is well configured is warned of nothing', () => {
    expect(warnings({})).toEqual([])
    expect(warnings(withEverything())).toEqual([])
    expect(warnings({ ...FEED, DATA_CLIENTS, PUBLIC_URL: 'https://trading.example.com' })).toEqual([])
    for (const TRUST_PROXY of ['false', '1', '10.0.0.0/8']) expect(warnings({ TRUST_PROXY })).toEqual([])
  })

  it('whose data half is public is warned, where there is anything to read in it', () => {
    expect(warnings(FEED)).toEqual([expect.stringMatching(/^DATA_CLIENTS is not set: /)])
  })

  it('that believes everybody is warned', () => {
    expect(warnings({ TRUST_PROXY: 'true' })).toEqual([expect.stringMatching(/^TRUST_PROXY is true: /)])
  })
})

it('a staging gateway may be open', () => {
  expect(warnings({ ...FEED, TRUST_PROXY: 'true', GATEWAY_ENV: 'staging' })).toEqual([])
})
