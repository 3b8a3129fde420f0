import type { Config } from '../config.ts'

/** The configuration as it may stand in a log: with the names of keys and clients, without anything secret. */
export function redactedConfig(config: Config): Readonly<Record<string, unknown>> {
  const { auth, dataFeed, loginPage, tradeLocker, redisUrl } = config
  return {
    ...config,
    tradeLocker: { ...tradeLocker, developerApiKey: isSet(tradeLocker.developerApiKey) },
    auth: {
      ...auth,
      tokenKeys: auth.tokenKeys.map(({ kid }) => kid),
      oauthClients: auth.oauthClients.map(({ clientId, environment }) => `${clientId} (${environment})`),
    },
    loginPage: { ...loginPage, logo: loginPage.logo?.contentType },
    dataFeed: {
      ...dataFeed,
      serviceAccounts: dataFeed.serviceAccounts.map((account) => ({
        ...account,
        password: isSet('password'),
      })),
      clients: dataFeed.clients.map((client) => ('login' in client ? client.login : client.clientId)),
      symbols: dataFeed.symbols && {
        mapped: Object.keys(dataFeed.symbols.mapping).length,
        groups: dataFeed.symbols.groups.length,
        described: Object.keys(dataFeed.symbols.symbols).length,
      },
    },
    redisUrl: redisUrl && new URL(redisUrl).host,
  }
}

/** A boolean, because texts under such a name are blackened on their way to the log. */
function isSet(secret: string | undefined): boolean {
  return secret !== undefined
}
