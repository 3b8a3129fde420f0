import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRevokedTokens } from '../../src/auth/revoked-tokens.ts'
import { eventually } from '../support/eventually.ts'
import { type SharedStores, startSharedStores } from '../support/shared-stores.ts'

const HOUR = 3_600_000

describe('revoked tokens', () => {
  let stores: SharedStores
  let passedMs: number
  beforeEach(async () => {
    stores = await startSharedStores()
    passedMs = 0
  })
  afterEach(() => stores.close())
  const clock = Date.now
  const elapsed = () => passedMs

  it('are known at once where they were revoked, and within two seconds everywhere', async () => {
    const here = createRevokedTokens(clock, stores.one, elapsed)
    const there = createRevokedTokens(clock, stores.other, elapsed)
    expect(await there.check('a')).toBe(false)
    await here.add('a', HOUR)
    expect(here.has('a')).toBe(true)
    // Asked a moment ago: not again for every request.
    expect(there.mustAsk('a')).toBe(false)
    expect(await there.check('a')).toBe(false)
    passedMs += 2_000
    expect(there.mustAsk('a')).toBe(true)
    expect(await there.check('a')).toBe(true)
    expect(there.has('a')).toBe(true)
    expect(await there.check('b')).toBe(false)
  })

  it('are one question for any number of requests at the same time', async () => {
    let asked = 0
    const store = {
      set: stores.one.set,
      async get(key: string) {
        asked += 1
        return stores.one.get(key)
      },
    }
    const tokens = createRevokedTokens(clock, store, elapsed)
    await Promise.all(Array.from({ length: 50 }, () => tokens.check('a')))
    expect(asked).toBe(1)
  })

  it('count as what this replica knows while Redis is away, and are told when it is back', async () => {
    const here = createRevokedTokens(clock, stores.one, elapsed)
    const there = createRevokedTokens(clock, stores.other, elapsed)
    await stores.server.kill()
    await stores.areConnected(false)
    await here.add('a', HOUR)
    expect(await here.check('a')).toBe(true)
    expect(await there.check('a')).toBe(false)
    await stores.server.restart()
    await eventually(
      async () => {
        passedMs += 2_000
        return there.check('a')
      },
      (isRevoked) => expect(isRevoked).toBe(true),
    )
  })

  it('stay known past their end, by whichever clock that is told: another may be an hour behind', async () => {
    const here = createRevokedTokens(() => Date.now() + HOUR, stores.one, elapsed)
    const there = createRevokedTokens(clock, stores.other, elapsed)
    await here.add('a', 20)
    await sleep(100)
    expect(here.has('a')).toBe(true)
    expect(await there.check('a')).toBe(true)
  })

  it('need no store', async () => {
    const alone = createRevokedTokens(clock)
    expect(alone.mustAsk('a')).toBe(false)
    await alone.add('a', HOUR)
    expect(await alone.check('a')).toBe(true)
  })
})
