import { z } from 'zod'
import { bareSuccess, success } from './envelope.ts'

/** POST /authorize. `expiration` is in Unix seconds; the conformance tests insist on an integer. */
export const authorizeAnswer = success(
  z.strictObject({ access_token: z.string().min(1), expiration: z.int().positive() }),
)

/** POST /logout */
export const logoutAnswer = bareSuccess
