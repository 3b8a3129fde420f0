import { errors } from './br/errors.ts'
import { labels } from './br/labels.ts'
import { login } from './br/login.ts'
import { requestErrors } from './br/request-errors.ts'

/** Brazilian Portuguese. */
export const br = { ...errors, ...requestErrors, ...labels, ...login }
