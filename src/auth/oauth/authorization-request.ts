import { unescape as percentDecode } from 'node:querystring'
import type { Locale } from '../../i18n/translate.ts'
import { langOf } from '../../i18n/translate.ts'
import type { OAuthClient } from './clients.ts'
import { clientById } from './clients.ts'
import type { ReturnAddress } from './return-address.ts'

/** What TradingView asks for when it opens the login page. */
export interface AuthorizationRequest {
  readonly client: OAuthClient
  readonly flow: 'code' | 'implicit'
  readonly returnTo: ReturnAddress
  /** The page must not be shown: answer at once. */
  readonly silent: boolean
  /** PKCE, S256; undefined when the client does without. */
  readonly challenge: string | undefined
  readonly locale: Locale
}

/** Codes of RFC 6749, section 4.1.2.1, and of OpenID Connect. */
type RefusalCode = 'invalid_request' | 'invalid_scope' | 'unsupported_response_type' | 'login_required'

/** The client or its address is not registered, so there is nowhere to send the user. */
export class InvalidLink extends Error {}

/** The request is at fault, and its client is told. */
export class AuthorizationRefused extends Error {
  readonly code: RefusalCode
  readonly returnTo: ReturnAddress

  /** @param description as in OAuthError */
  constructor(code: RefusalCode, description: string, returnTo: ReturnAddress) {
    super(description)
    this.name = 'AuthorizationRefused'
    this.code = code
    this.returnTo = returnTo
  }
}

/** RFC 6749: printable ASCII without quotation marks and backslashes. */
const SCOPE = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
/** SHA-256 in base64url. */
const CHALLENGE = /^[\w-]{43}$/

/**
 * Reads the query of the login page's address. `scope` is granted as it was asked for, and `token_uri` is ignored.
 * @throws InvalidLink, AuthorizationRefused
 */
export function readAuthorizationRequest(
  url: string,
  clients: readonly OAuthClient[],
  implicit: boolean,
): AuthorizationRequest {
  const query = rawParameters(url)
  const decoded = (name: string): string | undefined => {
    const [raw] = query.get(name) ?? []
    return raw === undefined ? undefined : formDecode(raw)
  }
  const { client, redirectUri } = registered(query, clients)
  const responseType = decoded('response_type')
  const returnTo: ReturnAddress = {
    redirectUri,
    state: query.get('state')?.[0],
    part: responseType === 'token' ? 'fragment' : 'query',
  }
  const refuse = (code: RefusalCode, description: string): AuthorizationRefused =>
    new AuthorizationRefused(code, description, returnTo)

  for (const [name, values] of query) {
    if (values.length > 1) throw refuse('invalid_request', `A parameter is repeated: ${ascii(name)}.`)
  }
  if (responseType === undefined) throw refuse('invalid_request', 'response_type is missing.')
  if (responseType !== 'code' && !(responseType === 'token' && implicit)) {
    throw refuse('unsupported_response_type', `This response_type is not offered: ${ascii(responseType)}.`)
  }
  if (!SCOPE.test(decoded('scope') ?? '')) throw refuse('invalid_scope', 'The scope is malformed.')
  const challenge = decoded('code_challenge')
  const trouble = challengeTrouble(challenge, decoded('code_challenge_method'))
  if (trouble !== undefined) throw refuse('invalid_request', trouble)

  return {
    client,
    flow: responseType === 'code' ? 'code' : 'implicit',
    returnTo,
    silent: (decoded('prompt') ?? '').split(' ').includes('none'),
    challenge,
    locale: langOf(decoded('lang')),
  }
}

/** The language of a request, also of one that is at fault. */
export function languageOf(url: string): Locale {
  const [raw] = rawParameters(url).get('lang') ?? []
  return langOf(raw)
}

/** @throws InvalidLink */
function registered(
  query: ReadonlyMap<string, readonly string[]>,
  clients: readonly OAuthClient[],
): { client: OAuthClient; redirectUri: string } {
  const [clientId, secondId] = query.get('client_id') ?? []
  const [redirectUri, secondUri] = query.get('redirect_uri') ?? []
  if (clientId === undefined || secondId !== undefined) throw new InvalidLink('client_id')
  if (redirectUri === undefined || secondUri !== undefined) throw new InvalidLink('redirect_uri')
  const client = clientById(clients, formDecode(clientId))
  const known = client?.redirectUris.find((uri) => uri === formDecode(redirectUri))
  if (client === undefined || known === undefined) throw new InvalidLink('not registered')
  return { client, redirectUri: known }
}

function challengeTrouble(challenge: string | undefined, method: string | undefined): string | undefined {
  if (challenge === undefined) {
    return method === undefined ? undefined : 'code_challenge_method needs a code_challenge.'
  }
  // Without a method it would be "plain", which protects nothing where the request can be read.
  if (method !== 'S256') return 'The only code_challenge_method is S256.'
  return CHALLENGE.test(challenge) ? undefined : 'The code_challenge is malformed.'
}

/** Names decoded, values as they stood in the URL. */
function rawParameters(url: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new Map<string, string[]>()
  for (const part of queryTextOf(url).split('&')) {
    if (part === '') continue
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? []
    const decodedName = formDecode(name)
    parameters.set(decodedName, [...(parameters.get(decodedName) ?? []), value])
  }
  return parameters
}

/** The query of a URL as it was sent, without its question mark. */
export function queryTextOf(url: string): string {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start + 1)
}

function formDecode(text: string): string {
  return percentDecode(text.replaceAll('+', ' '))
}

/** For descriptions, which may hold little. */
function ascii(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 40)
}
