import { errors } from './fa/errors.ts'
import { labels } from './fa/labels.ts'
import { login } from './fa/login.ts'
import { requestErrors } from './fa/request-errors.ts'

/** Persian. */
export const fa = { ...errors, ...requestErrors, ...labels, ...login }
