import { errors } from './ms/errors.ts'
import { labels } from './ms/labels.ts'
import { login } from './ms/login.ts'
import { requestErrors } from './ms/request-errors.ts'

/** Malay. */
export const ms = { ...errors, ...requestErrors, ...labels, ...login }
