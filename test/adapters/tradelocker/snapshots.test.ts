import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSnapshots } from '../../../adapters/tradelocker/snapshots.ts'
import { UpstreamError } from '../../../adapters/tradelocker/transport/upstream-error.ts'
import { BrokerError, type BrokerErrorCode } from '../../../src/broker/errors.ts'

const AGES = { freshMs: 100, staleMs: 500, lastResortMs: 5_000 }

interface Text {
  readonly text: string
}

function setUp(options: Partial<Parameters<typeof createSnapshots<Text>>[0]> = {}) {
  const snapshots = createSnapshots<Text>({ max: 10, ...AGES, ...options })
  const loads: string[] = []
  const load = (text: string) => async () => {
    loads.push(text)
    return { text }
  }
  const failing = (code: BrokerErrorCode) => async () => {
    loads.push(code)
    throw new UpstreamError(code, { delivery: 'not_sent' })
  }
  const get = async (text: string, key = 'a') => (await snapshots.get(key, load(text))).text
  return { snapshots, load, failing, loads, get }
}

/** Of the refusals here all but those about an account. */
const isForAll = ({ code }: BrokerError) => code !== 'account_not_found'

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('snapshots', () => {
  it('share one load among all who ask at the same time', async () => {
    const { snapshots, load, loads } = setUp()
    const answers = await Promise.all(Array.from({ length: 50 }, () => snapshots.get('a', load('one'))))
    expect(new Set(answers).size).toBe(1)
    expect(loads).toEqual(['one'])
  })

  it.each(['session_expired', 'too_busy', 'rate_limited'] as const)(
    'whose load failed for its own caller (%s) are loaded by the others for themselves',
    async (code) => {
      const { snapshots, load, failing, loads } = setUp()
      const unlucky = snapshots.get('a', failing(code))
      const others = [snapshots.get('a', load('mine')), snapshots.get('a', load('never needed'))]
      await expect(unlucky).rejects.toMatchObject({ code })
      expect((await Promise.all(others)).map(({ text }) => text)).toEqual(['mine', 'mine'])
      expect(loads).toEqual([code, 'mine'])
    },
  )

  it('that somebody needs urgently are not waited for behind what is not urgent', async () => {
    const { snapshots, load, loads } = setUp()
    const polled = snapshots.get('a', () => new Promise<Text>(() => {}))
    const needed = [load('order'), load('another order')].map((one) =>
      snapshots.get('a', one, undefined, true),
    )
    expect(await Promise.all(needed)).toEqual(Array(2).fill({ text: 'order' }))
    expect(loads).toEqual(['order'])
    expect(await snapshots.get('a', load('never needed'))).toEqual({ text: 'order' })
    await expect(Promise.race([polled, Promise.resolve('open')])).resolves.toBe('open')
    // While what is there will do, nobody needs a load of his own.
    await pass(200)
    void snapshots.get('a', () => new Promise<Text>(() => {}))
    expect(await snapshots.get('a', load('never needed'), undefined, true)).toEqual({ text: 'order' })
    expect(loads).toEqual(['order'])
  })

  it('are not denied to anybody because of others, however many ask before whose session has ended', async () => {
    const { snapshots, load, failing } = setUp()
    const ended = Array.from({ length: 10 }, () => snapshots.get('a', failing('session_expired')))
    const [mine, another] = [snapshots.get('a', load('mine')), snapshots.get('a', load('another'))]
    expect((await Promise.allSettled(ended)).map(({ status }) => status)).toEqual(Array(10).fill('rejected'))
    expect([await mine, await another]).toEqual([{ text: 'mine' }, { text: 'another' }])
  })

  it('that are outdated are waited for anew, and what was under way then is not kept', async () => {
    const { snapshots, loads, get } = setUp()
    await get('one')
    await pass(100)
    const slow = Promise.withResolvers<Text>()
    // Served at once, and loaded behind it.
    expect(await snapshots.get('a', () => slow.promise)).toEqual({ text: 'one' })
    snapshots.outdate()
    expect(await get('two')).toBe('two')
    slow.resolve({ text: 'from before' })
    await pass(0)
    expect(await get('three')).toBe('two')
    expect(loads).toEqual(['one', 'two'])
    expect(snapshots.last('a')).toEqual({ text: 'two' })
  })

  it('that are outdated still stand in for one that fails or is late', async () => {
    const { snapshots, failing, get } = setUp()
    await get('one')
    snapshots.outdate()
    expect(await snapshots.get('a', failing('upstream_timeout'))).toEqual({ text: 'one' })
    const late = snapshots.get('a', () => new Promise<Text>(() => {}))
    await pass(1_000)
    expect(await late).toEqual({ text: 'one' })
  })

  it('grow older at a slower pace before they are loaded again and before callers wait, never beyond the last resort', async () => {
    const pace = { factor: 3 }
    const { loads, get } = setUp({ pace, lastResortMs: 1_000 })
    await get('one')
    await pass(299)
    expect(await get('two')).toBe('one')
    expect(loads).toEqual(['one'])
    await pass(1)
    expect(await get('two')).toBe('one')
    await pass(0)
    expect(loads).toEqual(['one', 'two'])
    await pass(999)
    expect(await get('three')).toBe('two')
    await pass(1_000)
    expect(await get('four')).toBe('four')
  })

  it('that nobody could load fail for everybody', async () => {
    const { snapshots, failing, loads } = setUp()
    const asked = Array.from({ length: 3 }, () => snapshots.get('a', failing('upstream_malformed')))
    const ends = await Promise.allSettled(asked)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(loads).toEqual(['upstream_malformed'])
  })

  it('are the same object as long as they are the same snapshot', async () => {
    const { snapshots, load } = setUp()
    const first = await snapshots.get('a', load('one'))
    await pass(99)
    expect(await snapshots.get('a', load('two'))).toBe(first)
  })

  it('are served at once while they are no longer fresh, and loaded once in the background', async () => {
    const { get, loads } = setUp()
    await get('one')
    await pass(100)
    expect(await Promise.all([get('two'), get('three')])).toEqual(['one', 'one'])
    expect(loads).toEqual(['one', 'two'])
    expect(await get('four')).toBe('two')
  })

  it('are not loaded when nobody asks', async () => {
    const { get, loads } = setUp()
    await get('one')
    await pass(60_000)
    expect(loads).toEqual(['one'])
  })

  it('that many want together are not all loaded again together, where they are spread', async () => {
    const { loads, get } = setUp({ spread: 0.2, max: 100 })
    const keys = Array.from({ length: 100 }, (_, i) => String(i))
    const all = () => Promise.all(keys.map((key) => get(key, key)))
    await all()
    await pass(79)
    await all()
    expect(loads).toHaveLength(100)
    await pass(11)
    await all()
    await pass(0)
    expect(loads.length).toBeGreaterThan(110)
    expect(loads.length).toBeLessThan(190)
    await pass(11)
    await all()
    await pass(0)
    expect(loads).toHaveLength(200)
  })

  it('that are stale are waited for', async () => {
    const { get } = setUp()
    await get('one')
    await pass(500)
    expect(await get('two')).toBe('two')
  })

  it('have an age that counts from when they arrived, but are paced from when they were asked for', async () => {
    const { snapshots, load, get, loads } = setUp()
    const gate = Promise.withResolvers<Text>()
    const slow = snapshots.get('a', () => gate.promise)
    await pass(450)
    gate.resolve({ text: 'slow' })
    await slow
    await pass(400)
    expect(await get('next')).toBe('slow')
    expect(loads).toEqual(['next'])
    expect((await snapshots.get('a', load('unused'))).text).toBe('next')
  })

  it('turn a load that throws at once into a failure, too', async () => {
    const { snapshots } = setUp()
    const broken = () => {
      throw new Error('at once')
    }
    await expect(snapshots.get('a', broken)).rejects.toThrow('at once')
  })

  it('are not disturbed by a wall clock that is set forward or back', async () => {
    const { get } = setUp()
    await get('one')
    for (const jump of [-300_000, 300_000]) {
      vi.setSystemTime(Date.now() + jump)
      expect(await get('two')).toBe('one')
    }
  })
})

describe('when a load fails', () => {
  it('everybody who waited for it sees that, and nobody after', async () => {
    const { snapshots, load, failing } = setUp()
    const waiting = [snapshots.get('a', failing('rejected')), snapshots.get('a', load('never asked'))]
    const settled = await Promise.allSettled(waiting)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect((await snapshots.get('a', load('up'))).text).toBe('up')
  })

  it.each(['upstream_unavailable', 'upstream_timeout', 'rate_limited', 'too_busy'] as const)(
    'with %s, the last value is served while it is young enough, then the error',
    async (code) => {
      const { snapshots, failing, get } = setUp()
      await get('one')
      await pass(4_999)
      expect((await snapshots.get('a', failing(code))).text).toBe('one')
      await pass(1)
      await expect(snapshots.get('a', failing(code))).rejects.toMatchObject({ code })
    },
  )

  it.each(['session_expired', 'account_not_found', 'rejected', 'upstream_malformed'] as const)(
    'with %s, nothing older is served in its place',
    async (code) => {
      const { snapshots, failing, get } = setUp()
      await get('one')
      await pass(600)
      await expect(snapshots.get('a', failing(code))).rejects.toMatchObject({ code })
    },
  )

  it('by a refusal, it is not asked again before a value would be, where refusals are kept', async () => {
    const { snapshots, loads, failing, get } = setUp({ isForAll })
    const refused = (code: BrokerErrorCode) => expect(snapshots.get('a', failing(code))).rejects.toThrow(code)
    await refused('rejected')
    await pass(99)
    await expect(get('one')).rejects.toThrow('rejected')
    expect(loads).toEqual(['rejected'])
    await pass(1)
    expect(await get('two')).toBe('two')
    // What somebody was given lately is not refused to him because another one may not see it.
    await pass(600)
    await Promise.resolve(snapshots.get('a', failing('rejected'))).catch(() => undefined)
    expect(await get('three')).toBe('three')
    expect(loads).toEqual(['rejected', 'two', 'rejected', 'three'])
  })

  it('by a refusal that is about who asked, the others ask for themselves, at the same time and at once', async () => {
    const { snapshots, load, failing } = setUp({ isForAll })
    const unlucky = snapshots.get('a', failing('account_not_found'))
    const other = snapshots.get('a', load('mine'))
    await expect(unlucky).rejects.toThrow('account_not_found')
    expect(await other).toEqual({ text: 'mine' })

    await expect(snapshots.get('b', failing('account_not_found'))).rejects.toThrow('account_not_found')
    expect(await snapshots.get('b', load('mine'))).toEqual({ text: 'mine' })
  })

  it('by a refusal, who is in a hurry asks for himself, at the same time and at once', async () => {
    const { snapshots, load, failing } = setUp({ isForAll })
    const inHaste = (key: string) => snapshots.get(key, load('mine'), undefined, true)
    const refused = snapshots.get('a', failing('rejected'))
    const hurried = inHaste('a')
    await expect(refused).rejects.toThrow('rejected')
    expect(await hurried).toEqual({ text: 'mine' })

    await expect(snapshots.get('b', failing('rejected'))).rejects.toThrow('rejected')
    expect(await inHaste('b')).toEqual({ text: 'mine' })
  })

  it('by a refusal after it was outdated, that says nothing about the load that began since', async () => {
    const { snapshots, load } = setUp({ isForAll })
    const [before, since] = [Promise.withResolvers<Text>(), Promise.withResolvers<Text>()]
    const refused = snapshots.get('a', () => before.promise)
    snapshots.outdate()
    const waiting = [snapshots.get('a', () => since.promise)]
    before.reject(new BrokerError('rejected'))
    await expect(refused).rejects.toThrow('rejected')
    waiting.push(snapshots.get('a', load('not needed')))
    since.resolve({ text: 'since' })
    expect(await Promise.all(waiting)).toEqual([{ text: 'since' }, { text: 'since' }])
  })

  it('by a refusal, it is forgotten as soon as the next load begins', async () => {
    const { snapshots, load, failing } = setUp({ isForAll })
    await expect(snapshots.get('a', failing('rejected'))).rejects.toThrow('rejected')
    await pass(100)
    const next = Promise.withResolvers<Text>()
    const waiting = [snapshots.get('a', () => next.promise), snapshots.get('a', load('not needed'))]
    next.resolve({ text: 'next' })
    expect(await Promise.all(waiting)).toEqual([{ text: 'next' }, { text: 'next' }])
  })

  it.each(['session_expired', 'too_busy', 'upstream_unavailable'] as const)(
    'by %s, which is no refusal, the next one asks at once',
    async (code) => {
      const { snapshots, failing, get } = setUp({ isForAll })
      await expect(snapshots.get('a', failing(code))).rejects.toThrow(code)
      expect(await get('one')).toBe('one')
    },
  )

  it('in the background nothing happens, and the next try keeps its distance', async () => {
    const { snapshots, failing, get, loads } = setUp()
    await get('one')
    await pass(100)
    await snapshots.get('a', failing('upstream_timeout'))
    await pass(99)
    expect(await get('too early')).toBe('one')
    await pass(1)
    expect(await get('two')).toBe('one')
    expect(loads).toEqual(['one', 'upstream_timeout', 'two'])
  })
})

describe('when a load is late', () => {
  const hanging = () => new Promise<Text>(() => {})

  it('the last value is served after a second while it is young enough', async () => {
    const { snapshots, get } = setUp()
    await get('one')
    await pass(600)
    const first = snapshots.get('a', hanging)
    await pass(1_000)
    expect((await first).text).toBe('one')
    expect(await get('unused')).toBe('one')
  })

  it('it is waited for when the last value is too old, and when there is none', async () => {
    const { snapshots, load, get } = setUp()
    await get('one')
    await pass(4_500)
    const gate = Promise.withResolvers<Text>()
    const waiting = [snapshots.get('a', () => gate.promise), snapshots.get('b', () => gate.promise)]
    await pass(3_000)
    waiting.push(snapshots.get('a', load('unused')))
    gate.resolve({ text: 'at last' })
    expect((await Promise.all(waiting)).map(({ text }) => text)).toEqual(['at last', 'at last', 'at last'])
  })
})

describe('a dropped snapshot', () => {
  it('serves its load to those who wait and to nobody who comes later', async () => {
    const { snapshots, load, get } = setUp()
    const gate = Promise.withResolvers<Text>()
    const before = snapshots.get('a', () => gate.promise)
    snapshots.drop('a')
    const after = snapshots.get('a', load('new'))
    gate.resolve({ text: 'old' })
    expect((await before).text).toBe('old')
    expect((await after).text).toBe('new')
    expect(await get('newer')).toBe('new')
  })

  it('is not replaced by a background load that began before', async () => {
    const { snapshots, get } = setUp()
    await get('one')
    await pass(200)
    const gate = Promise.withResolvers<Text>()
    await snapshots.get('a', () => gate.promise)
    snapshots.drop('a')
    gate.resolve({ text: 'began before' })
    expect(await get('new')).toBe('new')
  })

  it('is not served as a last resort', async () => {
    const { snapshots, failing, get } = setUp()
    await get('one')
    snapshots.drop('a')
    await expect(snapshots.get('a', failing('rate_limited'))).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('does not lose a new load to the failure of an old one', async () => {
    const { snapshots, get, loads } = setUp()
    const gate = Promise.withResolvers<Text>()
    const before = snapshots.get('a', () => gate.promise)
    snapshots.drop('a')
    await get('new')
    gate.reject(new BrokerError('upstream_timeout'))
    await expect(before).rejects.toThrow('upstream_timeout')
    await get('unused')
    expect(loads).toEqual(['new'])
  })
})

it('a snapshot whose limit is slow is fresh and served for longer, but never beyond the last resort', async () => {
  const { snapshots, load, loads } = setUp({ lastResortMs: 1_000 })
  const get = async (text: string) => (await snapshots.get('a', load(text), () => 3)).text
  await get('one')
  await pass(299)
  await get('unused')
  expect(loads).toEqual(['one'])
  await pass(1)
  expect(await get('two')).toBe('one')
  await pass(999)
  expect(await get('three')).toBe('two')
  await pass(1_000)
  expect(await get('four')).toBe('four')
})

describe('an expired snapshot', () => {
  it('is served once more and loaded anew, unless it was loaded a moment ago', async () => {
    const { snapshots, get, loads } = setUp({ freshMs: 400 })
    await get('one')
    await pass(60)
    snapshots.expire('a', 61)
    expect(await get('unused')).toBe('one')
    snapshots.expire('a', 60)
    snapshots.expire('unknown', 0)
    expect(await get('two')).toBe('one')
    expect(loads).toEqual(['one', 'two'])
  })
})

describe('the memory of snapshots', () => {
  it('is bounded in number', async () => {
    const { get, loads } = setUp({ max: 2 })
    for (const key of ['a', 'b', 'c', 'a']) await get(key, key)
    expect(loads).toEqual(['a', 'b', 'c', 'a'])
  })

  it('drops what was loaded longest ago, and takes no place for changes of what nobody looks at', async () => {
    const { snapshots, get, loads } = setUp({ max: 2 })
    await get('a', 'a')
    await get('b', 'b')
    await pass(500)
    await get('a again', 'a')
    snapshots.changed('unknown')
    await get('c', 'c')
    expect(await get('unused', 'a')).toBe('a again')
    expect(loads).toEqual(['a', 'b', 'a again', 'c'])
  })

  it('is bounded in bytes', async () => {
    const { get, loads } = setUp({ bytes: { of: ({ text }) => text.length, max: 10 } })
    for (const key of ['aaaa', 'bbbb', 'cccc']) await get(key, key)
    expect(await get('cccc', 'cccc')).toBe('cccc')
    await get('aaaa', 'aaaa')
    expect(await get('too long for all of it', 'big')).toBe('too long for all of it')
    await get('too long for all of it', 'big')
    expect(loads.filter((text) => text === 'aaaa')).toHaveLength(2)
    expect(loads.filter((text) => text.startsWith('too long'))).toHaveLength(2)
  })
})

describe('a changed snapshot', () => {
  it('tells loads that they show a change until one has succeeded, and is not served any more', async () => {
    const { snapshots, failing, get } = setUp()
    const told: boolean[] = []
    const load = (text: string) => async (isAfterChange: boolean) => {
      told.push(isAfterChange)
      return { text }
    }
    const failed = async (isAfterChange: boolean) => {
      told.push(isAfterChange)
      return failing('too_busy')()
    }
    await snapshots.get('a', load('at first'))
    snapshots.changed('a')
    await expect(snapshots.get('a', failed)).rejects.toMatchObject({ code: 'too_busy' })
    expect(await snapshots.get('a', load('changed'))).toEqual({ text: 'changed' })
    await pass(100)
    await snapshots.get('a', load('later'))
    await pass(0)
    expect(told).toEqual([false, true, true, false])
    expect(await get('other', 'b')).toBe('other')
  })

  it('tells no load that began before', async () => {
    const { snapshots } = setUp()
    const gate = Promise.withResolvers<Text>()
    const told: boolean[] = []
    const before = snapshots.get('a', (isAfterChange) => {
      told.push(isAfterChange)
      return gate.promise
    })
    await pass(0)
    snapshots.changed('a')
    gate.resolve({ text: 'old' })
    await before
    const after = await snapshots.get('a', async (isAfterChange) => {
      told.push(isAfterChange)
      return { text: 'new' }
    })
    expect(after.text).toBe('new')
    expect(told).toEqual([false, true])
  })
})
