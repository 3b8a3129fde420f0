import { errors } from './ar/errors.ts'
import { labels } from './ar/labels.ts'
import { login } from './ar/login.ts'
import { requestErrors } from './ar/request-errors.ts'

/** Arabic. */
export const ar = { ...errors, ...requestErrors, ...labels, ...login }
