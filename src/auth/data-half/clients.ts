import { sameSecret } from '../same-secret.ts'

/** TradingView's servers, as clients of the data half that log in as a trader does. */
export interface PasswordClient {
  readonly login: string
  readonly password: string
}

/** TradingView's servers, as clients of the data half that sign an assertion. */
export interface AssertionClient {
  readonly clientId: string
  readonly clientSecret: string
  /** X.509 with an RSA key, as PEM text. */
  readonly certificate: string
  /** Subject of the assertion. */
  readonly userId: string
  /** `spurl` of the assertion. */
  readonly appUrl: string
  /** Audience of the assertion; undefined: the gateway's own address. */
  readonly tokenUrl: string | undefined
  /** Undefined: that of RFC 7523. */
  readonly grantType: string | undefined
}

export type DataClient = PasswordClient | AssertionClient

/** What a token of the data half names its client by; no two clients share one. */
export function nameOf(client: DataClient): string {
  return 'login' in client ? client.login : client.clientId
}

export function passwordClients(clients: readonly DataClient[]): readonly PasswordClient[] {
  return clients.filter((client) => 'login' in client)
}

export function assertionClients(clients: readonly DataClient[]): readonly AssertionClient[] {
  return clients.filter((client) => 'clientId' in client)
}

/**
 * The client with this name and this secret. All are compared, always: the time says neither whether there is such a name nor
 * how much of the secret was right.
 */
export function clientWith<Client>(
  clients: readonly Client[],
  credentialsOf: (client: Client) => readonly [name: string, secret: string],
  name: string,
  secret: string,
): Client | undefined {
  let found: Client | undefined
  for (const client of clients) {
    const [itsName, itsSecret] = credentialsOf(client)
    const isNamed = sameSecret(itsName, name)
    const isRight = sameSecret(itsSecret, secret)
    if (isNamed && isRight) found = client
  }
  return found
}
