import { z } from 'zod'

/** A page, or a redirect without a body. */
const page = z.string()

/** Times in seconds; refused requests have `error` and `error_description` instead (RFC 6749). */
const tokenAnswer = z.strictObject({
  access_token: z.string().min(1),
  token_type: z.literal('bearer'),
  expires_in: z.int().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.int().positive(),
})

/** What each operation of OAuth answers when it succeeds. */
export const oauthContract: Readonly<Record<string, z.ZodType>> = {
  'GET /oauth/authorize': page,
  'POST /oauth/authorize': page,
  'POST /oauth/token': tokenAnswer,
  'GET /oauth/logout': page,
}
