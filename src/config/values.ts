import { isIP } from 'node:net'
import { z } from 'zod'

/** Kinds of values a variable can hold. Each parses trimmed, non-empty text. */

/** 0 lets the system choose a free port. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535)

export const boolean = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false']))
  .transform((value) => value === 'true')

export const positiveInteger = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .refine((value) => value > 0)

/** More than 0, at most 1. */
export const share = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
  .refine((value) => value > 0 && value <= 1)

/** Distinct names, at least one. */
export const nameList = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => name !== '' && !name.includes('\\')))
  .refine((names) => new Set(names.map((name) => name.toLowerCase())).size === names.length)
  .pipe(z.tuple([z.string()], z.string()))

/** An http(s) address without credentials, query or fragment, returned without a slash at its end. */
export const webAddress = z.string().transform((text, context) => {
  const url = URL.parse(text)
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username + url.password + url.search + url.hash === ''
  if (isPlain) return url.href.replace(/\/+$/, '')
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

export const redisAddress = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== ''
})

/** What Express takes as `trust proxy`: a flag, a number of hops, or addresses and the names of address ranges. */
export const trustProxy = z.string().transform((text, context): boolean | number | string[] => {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const ranges = text.split(',').map((range) => range.trim())
  if (!ranges.every(isAddressRange)) context.addIssue({ code: 'custom' })
  return ranges
})

function isAddressRange(range: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(range)) return true
  const [address = '', bits, ...rest] = range.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** Whether an address leads to this machine only. */
export function isLoopback(address: string): boolean {
  const host = new URL(address).hostname
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
