import { errors } from './el/errors.ts'
import { labels } from './el/labels.ts'
import { login } from './el/login.ts'
import { requestErrors } from './el/request-errors.ts'

/** Greek. */
export const el = { ...errors, ...requestErrors, ...labels, ...login }
