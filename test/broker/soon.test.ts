import { describe, expect, it } from 'vitest'
import { allSoon, bothSoon, soon } from '../../src/broker/soon.ts'

const broken = () => {
  throw new Error('broken')
}

describe('a value that is there', () => {
  it('is gone on with at once', () => {
    expect(soon(1, (one) => one + 1)).toBe(2)
    expect(allSoon([1, 2])).toEqual([1, 2])
    expect(bothSoon(1, 'a')).toEqual([1, 'a'])
  })

  it('rejects where going on fails: it never throws', async () => {
    await expect(soon(1, broken)).rejects.toThrow('broken')
  })
})

describe('a value that comes later', () => {
  it('is waited for, and all that goes with it', async () => {
    expect(await soon(Promise.resolve(1), (one) => one + 1)).toBe(2)
    expect(await allSoon([1, Promise.resolve(2)])).toEqual([1, 2])
    expect(await bothSoon(Promise.resolve(1), 'a')).toEqual([1, 'a'])
  })

  it('hands its failure on', async () => {
    await expect(soon(Promise.reject(new Error('late')), broken)).rejects.toThrow('late')
  })
})
