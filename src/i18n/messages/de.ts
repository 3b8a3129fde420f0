import { errors } from './de/errors.ts'
import { labels } from './de/labels.ts'
import { login } from './de/login.ts'
import { requestErrors } from './de/request-errors.ts'

/** German. */
export const de = { ...errors, ...requestErrors, ...labels, ...login }
