import { errors } from './id/errors.ts'
import { labels } from './id/labels.ts'
import { login } from './id/login.ts'
import { requestErrors } from './id/request-errors.ts'

/** Indonesian. */
export const id = { ...errors, ...requestErrors, ...labels, ...login }
