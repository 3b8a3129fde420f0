import { errors } from './it/errors.ts'
import { labels } from './it/labels.ts'
import { login } from './it/login.ts'
import { requestErrors } from './it/request-errors.ts'

/** Italian. */
export const it = { ...errors, ...requestErrors, ...labels, ...login }
