import type { Credentials } from '../../broker/broker.ts'
import type { FormFields } from '../../http/form.ts'
import type { LoginTrouble } from './login-trouble.ts'

/** As for `POST /authorize`: more than an e-mail address or a password of TradeLocker can have. */
const MAX_CHARS = 320

interface Typed {
  /** Shown again when the form is; never the password. */
  readonly email: string
  readonly server: string | undefined
}

/** What was typed into the login page: credentials, or what is wrong with them. */
export function readLoginFields(
  form: FormFields,
  servers: readonly [string, ...string[]],
): Typed & ({ readonly credentials: Credentials } | { readonly trouble: LoginTrouble }) {
  const email = (form.email ?? '').trim()
  const password = form.password ?? ''
  // With one server there is nothing to choose.
  const server = servers.length === 1 ? servers[0] : servers.find((name) => name === form.server)
  const typed = { email: email.slice(0, MAX_CHARS), server }
  if (email === '') return { ...typed, trouble: { code: 'login_email_missing', field: 'email', status: 400 } }
  if (password === '') {
    return { ...typed, trouble: { code: 'login_password_missing', field: 'password', status: 400 } }
  }
  if (server === undefined) {
    return { ...typed, trouble: { code: 'login_server_missing', field: 'server', status: 400 } }
  }
  if (email.length > MAX_CHARS || password.length > MAX_CHARS) {
    return { ...typed, trouble: { code: 'login_wrong_credentials', status: 403 } }
  }
  return { ...typed, credentials: { email, password, server } }
}
