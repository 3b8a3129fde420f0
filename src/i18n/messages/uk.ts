import { errors } from './uk/errors.ts'
import { labels } from './uk/labels.ts'
import { login } from './uk/login.ts'
import { requestErrors } from './uk/request-errors.ts'

/** Ukrainian. */
export const uk = { ...errors, ...requestErrors, ...labels, ...login }
