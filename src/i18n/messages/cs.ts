import { errors } from './cs/errors.ts'
import { labels } from './cs/labels.ts'
import { login } from './cs/login.ts'
import { requestErrors } from './cs/request-errors.ts'

/** Czech. */
export const cs = { ...errors, ...requestErrors, ...labels, ...login }
