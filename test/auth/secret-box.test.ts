import { describe, expect, it } from 'vitest'
import { createSecretBox } from '../../src/auth/secret-box.ts'
import { testKey } from '../support/test-gateway.ts'

const TEXT = '{"refreshToken":"ünïcode"}'
const old = testKey('old', 1)
const now = testKey('now', 2)

describe('a secret box', () => {
  it('opens what it closed, only in its place', () => {
    const box = createSecretBox([now])
    const closed = box.close(TEXT, 'here')
    expect(box.open(closed, 'here')).toBe(TEXT)
    expect(box.open(closed, 'there')).toBeUndefined()
  })

  it('shows nothing of the text, and never closes twice alike', () => {
    const box = createSecretBox([now])
    const [first, second] = [box.close(TEXT, 'here'), box.close(TEXT, 'here')]
    expect(first).not.toBe(second)
    expect(Buffer.from(first.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('refresh')
  })

  it('opens with every key of the ring, closes with the first, and forgets with a key that is gone', () => {
    const closed = createSecretBox([old]).close(TEXT, 'here')
    const both = createSecretBox([now, old])
    expect(both.open(closed, 'here')).toBe(TEXT)
    expect(both.close(TEXT, 'here')).toMatch(/^now\./)
    expect(createSecretBox([now]).open(closed, 'here')).toBeUndefined()
    expect(createSecretBox([testKey('old', 3)]).open(closed, 'here')).toBeUndefined()
  })

  it.each(['', '.', 'now', 'now.', 'now.AAAA', `now.${'A'.repeat(100)}`, 'nobody.AAAA'])(
    'opens no %j',
    (text) => {
      expect(createSecretBox([now]).open(text, 'here')).toBeUndefined()
    },
  )

  it('does not open what was changed', () => {
    const box = createSecretBox([now])
    const [kid = '', body = ''] = box.close(TEXT, 'here').split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i] = (changed[i] ?? 0) ^ 1
      expect(box.open(`${kid}.${changed.toString('base64url')}`, 'here')).toBeUndefined()
    }
  })
})
