import { z } from 'zod'
import type { Credentials } from '../options.ts'
import { shaped } from '../shape.ts'
import { hold } from '../verdict.ts'
import { type Deployment, jsonOf, okOf } from './deployment.ts'

export interface Token {
  readonly value: string
  /** Unix seconds; absent where the server does not say. */
  readonly expiration?: number
  readonly notices: readonly string[]
}

const authorization = z.strictObject({
  s: z.literal('ok'),
  d: z.strictObject({ access_token: z.string().min(1), expiration: z.int() }),
})

/**
 * POST /authorize, with every field checked.
 * @param now Unix seconds
 */
export async function authorize(
  deployment: Deployment,
  { login, password }: Credentials,
  now: number,
  locale?: string,
): Promise<Token> {
  const form = { login, password, ...(locale !== undefined && { locale }) }
  const answer = await deployment.send('/authorize', { method: 'POST', form })
  const body = okOf(jsonOf(answer), answer.request)
  const { value, extras } = shaped(authorization, body, answer.request)
  const { access_token, expiration } = value.d
  hold(
    expiration > now,
    () =>
      `${answer.request}: d.expiration: expected a time in the future in Unix seconds (now ${Math.floor(now)}), received ${expiration}.`,
  )
  hold(
    expiration < now + 100 * 365 * 86_400,
    () =>
      `${answer.request}: d.expiration: expected Unix seconds, received ${expiration}, which looks like milliseconds.`,
  )
  return { value: access_token, expiration, notices: extras }
}
