import { errors } from './es/errors.ts'
import { labels } from './es/labels.ts'
import { login } from './es/login.ts'
import { requestErrors } from './es/request-errors.ts'

/** Spanish. */
export const es = { ...errors, ...requestErrors, ...labels, ...login }
