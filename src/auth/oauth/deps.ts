import type { Broker, SessionGrant } from '../../broker/broker.ts'
import type { SharedStore } from '../../broker/shared-store.ts'
import type { SecretGuard } from '../attempts/secret-guard.ts'
import type { LoginPages } from '../login-page/pages.ts'
import type { RevokedTokens } from '../revoked-tokens.ts'
import type { TokenSealer } from '../sealed-token.ts'
import type { TraderLogin } from '../trader-login.ts'
import type { OAuthClient } from './clients.ts'

/** What the actions of OAuth work with. */
export interface OAuthDeps {
  readonly clients: readonly OAuthClient[]
  readonly broker: Pick<Broker, 'resume'>
  readonly logIn: TraderLogin
  readonly guard: SecretGuard
  readonly sealer: TokenSealer
  readonly revoked: RevokedTokens
  /** What replicas share, if they do: without it a code is used once per replica. */
  readonly shared: Pick<SharedStore, 'claim'> | undefined
  readonly pages: LoginPages
  /** The names a trader may log in to; the first is the default. */
  readonly servers: readonly [string, ...string[]]
  /** Life of an access token, in milliseconds. */
  readonly accessMs: number
  /** Whether the implicit flow is offered. */
  readonly implicit: boolean
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** A login that goes on: its mark, its client, and the broker's newest tokens. */
export interface LiveLogin {
  readonly login: { readonly id: string; readonly endsAt: number }
  readonly clientId: string
  readonly grant: SessionGrant
}
