import { errors } from './zh_CN/errors.ts'
import { labels } from './zh_CN/labels.ts'
import { login } from './zh_CN/login.ts'
import { requestErrors } from './zh_CN/request-errors.ts'

/** Chinese in simplified characters. */
export const zhCN = { ...errors, ...requestErrors, ...labels, ...login }
