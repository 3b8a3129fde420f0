import { errors } from './nl/errors.ts'
import { labels } from './nl/labels.ts'
import { login } from './nl/login.ts'
import { requestErrors } from './nl/request-errors.ts'

/** Dutch. */
export const nl = { ...errors, ...requestErrors, ...labels, ...login }
