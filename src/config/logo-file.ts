import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** A picture that browsers show. */
export interface LogoFile {
  readonly contentType: 'image/svg+xml' | 'image/png'
  readonly bytes: Uint8Array
}

const MAX_BYTES = 256 * 1024

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** A path → the picture, told by its content and not by its name. */
export const logoFile = z.string().transform((path, context): LogoFile => {
  const logo = readLogo(path)
  if (logo !== undefined) return logo
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

function readLogo(path: string): LogoFile | undefined {
  try {
    const bytes = readFileSync(path)
    if (bytes.length > MAX_BYTES) return undefined
    if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
      return { contentType: 'image/png', bytes }
    }
    return /^\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/s.test(bytes.toString('utf8'))
      ? { contentType: 'image/svg+xml', bytes }
      : undefined
  } catch {
    return undefined
  }
}
