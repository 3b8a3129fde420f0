import { errors } from './en/errors.ts'
import { labels } from './en/labels.ts'
import { login } from './en/login.ts'
import { requestErrors } from './en/request-errors.ts'

/** Every text of the gateway in English: the language all others fall back to. */
export const en = { ...errors, ...requestErrors, ...labels, ...login }
