import { errors } from './kr/errors.ts'
import { labels } from './kr/labels.ts'
import { login } from './kr/login.ts'
import { requestErrors } from './kr/request-errors.ts'

/** Korean. */
export const kr = { ...errors, ...requestErrors, ...labels, ...login }
