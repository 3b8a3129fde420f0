import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SealingKey } from './sealed-token.ts'

/** Keeps texts secret from whoever only sees where they lie. */
export interface SecretBox {
  /** @param place where the text will lie; it opens there and nowhere else */
  close(text: string, place: string): string
  /** Undefined for what was not closed here, for another place, or with a key that is gone. */
  open(closed: string, place: string): string | undefined
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under the key ring of the sealed tokens: the first key closes, all open. Looks like `kid.base64url`. */
export function createSecretBox(keys: readonly [SealingKey, ...SealingKey[]]): SecretBox {
  const [closing] = keys
  const keyByKid = new Map(keys.map(({ kid, key }) => [kid, key]))

  return {
    close(text, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, closing.key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(place))
      const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${closing.kid}.${body.toString('base64url')}`
    },

    open(closed, place) {
      const [kid = '', encoded = ''] = closed.split('.')
      const key = keyByKid.get(kid)
      const body = Buffer.from(encoded, 'base64url')
      if (key === undefined || body.length < NONCE_BYTES + TAG_BYTES) return undefined
      const cipher = createDecipheriv(CIPHER, key, body.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      cipher.setAAD(Buffer.from(place))
      cipher.setAuthTag(body.subarray(-TAG_BYTES))
      try {
        const text = cipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([text, cipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
