import { z } from 'zod'

export interface TokenKey {
  /** Names the key in the tokens it seals. */
  readonly kid: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

const KEY_BYTES = 32

/** `kid:base64url(32 bytes)[,…]`. The messages tell which key is wrong by its place: no part of it is ever shown. */
export const tokenKeys = z.string().transform((text, context): readonly TokenKey[] => {
  const kids = new Set<string>()
  return text.split(',').map((entry, index) => {
    const [, kid = '', encoded = ''] = /^\s*([\w-]{1,64}):([\w-]+=?)\s*$/.exec(entry) ?? []
    const key = new Uint8Array(Buffer.from(encoded, 'base64url'))
    const complain = (message: string): void => context.addIssue({ code: 'custom', message, path: [index] })
    if (kid === '') complain('a name, a colon and a key in base64url')
    else if (key.length !== KEY_BYTES) complain(`a key of ${KEY_BYTES} bytes, not ${key.length}`)
    if (kid !== '' && kids.has(kid)) complain('a name of its own: it is used for two keys')
    kids.add(kid)
    return { kid, key }
  })
})
