import { errors } from './fr/errors.ts'
import { labels } from './fr/labels.ts'
import { login } from './fr/login.ts'
import { requestErrors } from './fr/request-errors.ts'

/** French. */
export const fr = { ...errors, ...requestErrors, ...labels, ...login }
