import { errors } from './he/errors.ts'
import { labels } from './he/labels.ts'
import { login } from './he/login.ts'
import { requestErrors } from './he/request-errors.ts'

/** Hebrew. */
export const he = { ...errors, ...requestErrors, ...labels, ...login }
