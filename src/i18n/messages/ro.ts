import { errors } from './ro/errors.ts'
import { labels } from './ro/labels.ts'
import { login } from './ro/login.ts'
import { requestErrors } from './ro/request-errors.ts'

/** Romanian. */
export const ro = { ...errors, ...requestErrors, ...labels, ...login }
