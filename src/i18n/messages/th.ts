import { errors } from './th/errors.ts'
import { labels } from './th/labels.ts'
import { login } from './th/login.ts'
import { requestErrors } from './th/request-errors.ts'

/** Thai. */
export const th = { ...errors, ...requestErrors, ...labels, ...login }
