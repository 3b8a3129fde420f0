import { unescape as percentDecode } from 'node:querystring'
import type { FormFields } from '../../http/form.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import type { ClientCredentials, OAuthClient } from './clients.ts'
import { clientsWith } from './clients.ts'

/**
 * The clients a token request may come from: by `client_secret`, in the body or by HTTP Basic. More than one only where
 * the request names no client and clients share a secret.
 * @throws OAuthError invalid_client; invalid_request when body and header contradict each other
 */
export function authenticate(
  clients: readonly OAuthClient[],
  authorization: string | undefined,
  { client_id: clientId, client_secret: clientSecret }: FormFields,
): readonly [OAuthClient, ...OAuthClient[]] {
  const basic = basicCredentials(authorization)
  const presented =
    basic.length > 0
      ? basic.filter((each) => agrees(each, clientId, clientSecret))
      : [{ clientId, clientSecret: clientSecret ?? '' }]
  if (presented.length === 0) {
    throw new OAuthError(
      'invalid_request',
      'The body and the Authorization header name different credentials.',
    )
  }
  const [first, ...others] = presented.flatMap((each) => clientsWith(clients, each))
  if (first === undefined) {
    throw new OAuthError('invalid_client', 'The client is unknown, or its secret is not correct.')
  }
  return [first, ...others]
}

function agrees(
  basic: ClientCredentials,
  clientId: string | undefined,
  clientSecret: string | undefined,
): boolean {
  return (
    (clientId === undefined || clientId === basic.clientId) &&
    (clientSecret === undefined || clientSecret === basic.clientSecret)
  )
}

/** RFC 6749 wants id and secret form-encoded in the header, many clients do not do it: both readings count. */
function basicCredentials(authorization: string | undefined): readonly ClientCredentials[] {
  const encoded = /^Basic +([\w+/=-]+) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return []
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(text) ?? []
  const asIs = { clientId: id, clientSecret: secret }
  const decoded = { clientId: formDecode(id), clientSecret: formDecode(secret) }
  const isPlain = decoded.clientId === id && decoded.clientSecret === secret
  return isPlain ? [asIs] : [decoded, asIs]
}

function formDecode(text: string): string {
  return percentDecode(text.replaceAll('+', ' '))
}
