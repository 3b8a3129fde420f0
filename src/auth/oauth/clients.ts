import { sameSecret } from '../same-secret.ts'

/** TradingView in one of its environments, as the operator registered it. */
export interface OAuthClient {
  readonly clientId: string
  readonly clientSecret: string
  /** Where codes and tokens may be sent and logouts may lead: these addresses exactly. */
  readonly redirectUris: readonly string[]
}

/** What a request says of who sent it. */
export interface ClientCredentials {
  /** May be missing: a refresh names the client by its secret alone. */
  readonly clientId: string | undefined
  readonly clientSecret: string
}

export function clientById(
  clients: readonly OAuthClient[],
  clientId: string | undefined,
): OAuthClient | undefined {
  return clients.find((client) => client.clientId === clientId)
}

/** The clients that have these credentials. The time it takes tells nothing about the secrets. */
export function clientsWith(
  clients: readonly OAuthClient[],
  { clientId, clientSecret }: ClientCredentials,
): readonly OAuthClient[] {
  const withSecret = clients.filter((client) => sameSecret(client.clientSecret, clientSecret))
  return withSecret.filter((client) => clientId === undefined || client.clientId === clientId)
}
