import { describe, expect, it } from 'vitest'
import { createSnapshots } from '../../../adapters/tradelocker/snapshots.ts'

function setUp() {
  const time = { now: 1_000 }
  const snapshots = createSnapshots<string>({ max: 2, maxAgeMs: 100, clock: () => time.now })
  let loads = 0
  const load = (value: string) => async () => {
    loads += 1
    return value
  }
  return { time, snapshots, load, loads: () => loads }
}

describe('snapshots', () => {
  it('share one load among all who ask at the same time', async () => {
    const { snapshots, load, loads } = setUp()
    const answers = await Promise.all(Array.from({ length: 50 }, () => snapshots.get('a', load('one'))))
    expect(new Set(answers)).toEqual(new Set(['one']))
    expect(loads()).toBe(1)
  })

  it('serve what is young enough, counted from when it arrived', async () => {
    const { time, snapshots, load } = setUp()
    await snapshots.get('a', load('one'))
    time.now += 99
    expect(await snapshots.get('a', load('two'))).toBe('one')
    time.now += 1
    expect(await snapshots.get('a', load('three'))).toBe('three')
  })

  it('are read again when the clock was set back, since their age is unknown then', async () => {
    const { time, snapshots, load } = setUp()
    await snapshots.get('a', load('one'))
    time.now -= 500
    expect(await snapshots.get('a', load('two'))).toBe('two')
  })

  it('let everybody who waited see the failure, and nobody after', async () => {
    const { snapshots, load } = setUp()
    const fail = () => Promise.reject(new Error('down'))
    const waiting = [snapshots.get('a', fail), snapshots.get('a', load('never asked'))]
    await expect(Promise.allSettled(waiting)).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ])
    expect(await snapshots.get('a', load('up'))).toBe('up')
  })

  it('turn a load that throws at once into a failure, too', async () => {
    const { snapshots } = setUp()
    const broken = () => {
      throw new Error('at once')
    }
    await expect(snapshots.get('a', broken)).rejects.toThrow('at once')
  })

  it('dropped during a load serve it to those who wait and to nobody who comes later', async () => {
    const { snapshots, load } = setUp()
    const gate = Promise.withResolvers<string>()
    const before = snapshots.get('a', () => gate.promise)
    snapshots.drop('a')
    const after = snapshots.get('a', load('new'))
    gate.resolve('old')
    expect(await before).toBe('old')
    expect(await after).toBe('new')
    expect(await snapshots.get('a', load('newer'))).toBe('new')
  })

  it('do not lose a new load to the failure of a dropped one', async () => {
    const { snapshots, load, loads } = setUp()
    const gate = Promise.withResolvers<string>()
    const before = snapshots.get('a', () => gate.promise)
    snapshots.drop('a')
    await snapshots.get('a', load('new'))
    gate.reject(new Error('late'))
    await expect(before).rejects.toThrow('late')
    await snapshots.get('a', load('unused'))
    expect(loads()).toBe(1)
  })

  it('are bounded in number', async () => {
    const { snapshots, load, loads } = setUp()
    for (const key of ['a', 'b', 'c', 'a']) await snapshots.get(key, load(key))
    expect(loads()).toBe(4)
  })
})
