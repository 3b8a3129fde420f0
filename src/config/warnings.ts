import type { Config } from '../config.ts'

/** What a gateway may be configured to do in production, and hardly anybody means to: a sentence for each. */
export function warningsOf({ environment, server, dataFeed }: Config): readonly string[] {
  if (environment !== 'production') return []
  const isPublic = dataFeed.serviceAccounts.length > 0 && dataFeed.clients.length === 0
  return [
    ...(isPublic
      ? [
          'DATA_CLIENTS is not set: anybody can read /symbol_info, /history, /streaming and /groups. Set it unless they are meant to be public.',
        ]
      : []),
    ...(server.trustProxy === true
      ? [
          'TRUST_PROXY is true: every caller can make up the address that wrong passwords are counted by. Give the addresses of your proxies, or their number.',
        ]
      : []),
  ]
}
