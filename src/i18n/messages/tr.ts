import { errors } from './tr/errors.ts'
import { labels } from './tr/labels.ts'
import { login } from './tr/login.ts'
import { requestErrors } from './tr/request-errors.ts'

/** Turkish. */
export const tr = { ...errors, ...requestErrors, ...labels, ...login }
