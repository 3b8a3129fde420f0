import { describe, expect, it } from 'vitest'
import { createSameAnswers } from '../../../adapters/tradelocker/same-answers.ts'

function setUp(max = 10) {
  const same = createSameAnswers<{ readonly name: string }>({ of: ({ name }) => name.length, max })
  let reads = 0
  const read = (name: string) =>
    same.of({ d: [name] }, async () => {
      reads += 1
      return { name }
    })
  return { read, reads: () => reads }
}

describe('answers that are the same word by word', () => {
  it('are read once and are one object, others are others', async () => {
    const { read, reads } = setUp()
    const first = await read('a')
    expect(await read('a')).toBe(first)
    expect(await read('b')).not.toBe(first)
    expect(reads()).toBe(2)
  })

  it('are one object as well when they come at the same time', async () => {
    const { read } = setUp()
    const [first, second] = await Promise.all([read('a'), read('a')])
    expect(second).toBe(first)
  })

  it('are kept within bounds, the latest ones', async () => {
    const { read, reads } = setUp(10)
    await read('aaaaa')
    await read('bbbbb')
    await read('ccccc')
    await read('ccccc')
    await read('bbbbb')
    expect(reads()).toBe(3)
    await read('aaaaa')
    expect(reads()).toBe(4)
  })
})
