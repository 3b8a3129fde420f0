import type { FormFields } from '../../http/form.ts'
import { OAuthError } from '../../http/oauth-error.ts'

/** @throws OAuthError invalid_request when the field is missing or empty */
export function required(form: FormFields, field: string): string {
  const value = form[field]
  if (value === undefined || value === '') throw new OAuthError('invalid_request', `${field} is missing.`)
  return value
}
