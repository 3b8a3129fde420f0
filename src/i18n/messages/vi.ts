import { errors } from './vi/errors.ts'
import { labels } from './vi/labels.ts'
import { login } from './vi/login.ts'
import { requestErrors } from './vi/request-errors.ts'

/** Vietnamese. */
export const vi = { ...errors, ...requestErrors, ...labels, ...login }
