import { errors } from './zh_TW/errors.ts'
import { labels } from './zh_TW/labels.ts'
import { login } from './zh_TW/login.ts'
import { requestErrors } from './zh_TW/request-errors.ts'

/** Chinese in traditional characters. */
export const zhTW = { ...errors, ...requestErrors, ...labels, ...login }
