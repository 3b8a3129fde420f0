import { errors } from './pl/errors.ts'
import { labels } from './pl/labels.ts'
import { login } from './pl/login.ts'
import { requestErrors } from './pl/request-errors.ts'

/** Polish. */
export const pl = { ...errors, ...requestErrors, ...labels, ...login }
