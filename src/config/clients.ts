import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { isLoopback, webAddress } from './values.ts'

/** The variables that hold JSON: TradingView as a client of the traders' half and of the data half. */

const text = z.string('a text').min(1, 'a text that is not empty')

/** Codes and tokens are sent there, so it must be encrypted unless it does not leave the machine. */
const redirectUri = text.refine((uri) => {
  const url = URL.parse(uri)
  return (
    url !== null &&
    url.hash === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(uri)))
  )
}, 'an https address without a fragment')

/** Guessing at a shorter one over the network is no longer hopeless. */
const MIN_SECRET_CHARS = 16

interface WithSecret {
  readonly client_id: string
  readonly client_secret: string
}

function checkSecret({ client_id, client_secret }: WithSecret, context: z.RefinementCtx): void {
  if (client_secret.length >= MIN_SECRET_CHARS) return
  const message = `at least ${MIN_SECRET_CHARS} characters as the secret of the client "${client_id}"`
  context.addIssue({ code: 'custom', message, path: ['client_secret'] })
}

const oauthClient = z
  .strictObject(
    {
      client_id: text,
      client_secret: text,
      redirect_uris: z.array(redirectUri, 'a list of addresses').min(1, 'at least one address'),
      // TradingView has three environments, each with clients of its own.
      environment: z
        .enum(['localhost', 'staging', 'production'], 'localhost, staging or production')
        .default('production'),
    },
    'an object {client_id, client_secret, redirect_uris, environment}',
  )
  .superRefine(checkSecret)
  .transform((client) => ({
    clientId: client.client_id,
    clientSecret: client.client_secret,
    redirectUris: client.redirect_uris,
    environment: client.environment,
  }))

/** RFC 7518, section 3.3: RS256 wants no less. */
const MIN_RSA_BITS = 2048

const passwordClient = z.strictObject({ login: text, password: text }, 'an object {login, password}')

const assertionClient = z
  .strictObject(
    {
      client_id: text,
      client_secret: text,
      certificate: text.refine(
        isCertificate,
        `an X.509 certificate with an RSA key of ${MIN_RSA_BITS} bits or more, as PEM text`,
      ),
      user_id: text,
      app_url: text,
      token_url: text.pipe(webAddress).optional(),
      grant_type: text.optional(),
    },
    'an object {login, password} or {client_id, client_secret, certificate, user_id, app_url}',
  )
  .superRefine(checkSecret)
  .transform((client) => ({
    clientId: client.client_id,
    clientSecret: client.client_secret,
    certificate: client.certificate,
    /** Subject of the assertion. */
    userId: client.user_id,
    /** `spurl` of the assertion. */
    appUrl: client.app_url,
    /** Audience of the assertion; by default the gateway's own token address. */
    tokenUrl: client.token_url,
    grantType: client.grant_type,
  }))

export type OAuthClient = Readonly<z.output<typeof oauthClient>>
type PasswordClient = Readonly<z.output<typeof passwordClient>>
type AssertionClient = Readonly<z.output<typeof assertionClient>>
export type DataClient = PasswordClient | AssertionClient

export const oauthClients = jsonList(oauthClient, (client) => client.clientId)

/** Clients with a `login` use the basic form, the others sign assertions. */
export const dataClients = jsonList(
  z.unknown().transform((client, context): DataClient => {
    const isPassword = typeof client === 'object' && client !== null && 'login' in client
    const result = (isPassword ? passwordClient : assertionClient).safeParse(client)
    if (result.success) return result.data
    for (const { message, path } of result.error.issues) context.addIssue({ code: 'custom', message, path })
    return z.NEVER
  }),
  (client) => ('login' in client ? client.login : client.clientId),
)

/** A JSON array whose items have different ids. */
function jsonList<Item extends z.ZodType>(item: Item, idOf: (client: z.output<Item>) => string) {
  return z
    .string()
    .transform(parseJson)
    .pipe(z.array(item, 'a JSON array'))
    .superRefine((clients, context) => {
      const ids = new Set<string>()
      for (const [index, client] of clients.entries()) {
        const id = idOf(client)
        if (ids.has(id)) {
          context.addIssue({
            code: 'custom',
            message: 'an id of its own: two clients share it',
            path: [index],
          })
        }
        ids.add(id)
      }
    })
}

/** The value of a JSON text; undefined, which no schema takes for a list, when it is none. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isCertificate(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(pem).publicKey
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS
  } catch {
    return false
  }
}
