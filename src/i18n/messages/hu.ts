import { errors } from './hu/errors.ts'
import { labels } from './hu/labels.ts'
import { login } from './hu/login.ts'
import { requestErrors } from './hu/request-errors.ts'

/** Hungarian. */
export const hu = { ...errors, ...requestErrors, ...labels, ...login }
