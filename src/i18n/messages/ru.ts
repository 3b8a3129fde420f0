import { errors } from './ru/errors.ts'
import { labels } from './ru/labels.ts'
import { login } from './ru/login.ts'
import { requestErrors } from './ru/request-errors.ts'

/** Russian. */
export const ru = { ...errors, ...requestErrors, ...labels, ...login }
