import { errors } from './ja/errors.ts'
import { labels } from './ja/labels.ts'
import { login } from './ja/login.ts'
import { requestErrors } from './ja/request-errors.ts'

/** Japanese. */
export const ja = { ...errors, ...requestErrors, ...labels, ...login }
