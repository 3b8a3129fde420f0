import type { Context } from '../context.ts'
import { hold, passed, type Verdict } from '../verdict.ts'

/** A token that nobody issued. */
export const FOREIGN_TOKEN = 'nobody-issued-this-token'

/** Asks without a token, and with a foreign one; both must be answered 401. */
export async function unauthorized(
  { access, deployment }: Context,
  path: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<Verdict> {
  await access.demandsToken()
  for (const [how, token] of [
    ['without a token', undefined],
    ['with a token that was never issued', FOREIGN_TOKEN],
  ] as const) {
    const { status } = await deployment.send(path, { query, token })
    hold(status === 401, `GET ${path} ${how}: expected status 401, received ${status}.`)
  }
  return passed(`GET ${path} without a token and with a foreign one is answered 401.`)
}
