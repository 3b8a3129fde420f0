import { errors } from './sv/errors.ts'
import { labels } from './sv/labels.ts'
import { login } from './sv/login.ts'
import { requestErrors } from './sv/request-errors.ts'

/** Swedish. */
export const sv = { ...errors, ...requestErrors, ...labels, ...login }
