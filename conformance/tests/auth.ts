import { moment } from '../clock.ts'
import type { Context } from '../context.ts'
import { authorize, type Token } from '../deployment/authorize.ts'
import { createClientTokens } from '../deployment/client-token.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, passedUnless } from '../verdict.ts'

/** How many tokens are asked for in a row. */
const REQUESTS = 10

function passwordLogin({ options, deployment, clock }: Context): () => Promise<Token> {
  const { login } = options
  if (login === undefined)
    throw new NotRun('Password login of the data half: no login was given (--login, --password).')
  return () => authorize(deployment, login, clock.now())
}

function clientLogin({ options, deployment, clock }: Context): () => Promise<Token> {
  const { client } = options
  if (client === undefined)
    throw new NotRun('OAuth2 of the data half: no client was given (--client-id and the options beside it).')
  const ask = createClientTokens(deployment, client)
  return () => ask(clock.now())
}

async function fieldsFormat(ask: () => Promise<Token>) {
  const { expiration, notices } = await ask()
  const end = expiration === undefined ? 'at a time the server does not tell' : `at ${moment(expiration)}`
  return passedUnless(notices, `A token is answered; it ends ${end}.`)
}

async function newTokenPerRequest(ask: () => Promise<Token>) {
  const tokens: Token[] = []
  for (let request = 0; request < REQUESTS; request++) {
    const token = await ask()
    const before = tokens.findIndex(({ value }) => value === token.value)
    hold(
      before < 0,
      `Request ${request + 1} of ${REQUESTS} in a row was answered with the token of request ${before + 1}; every request must get a new one.`,
    )
    tokens.push(token)
  }
  return passedUnless(
    tokens[0]?.notices ?? [],
    `${REQUESTS} requests in a row got ${REQUESTS} different tokens.`,
  )
}

export const authTests: readonly Test[] = [
  {
    name: 'authBasicFieldsFormat',
    area: 'auth',
    rule: 'POST /authorize answers 200, JSON, s "ok", a non-empty access_token and an expiration that is an integer in the future.',
    lane: 'auth',
    run: async (context) => fieldsFormat(passwordLogin(context)),
  },
  {
    name: 'authBasicNewTokenPerRequest',
    area: 'auth',
    rule: 'Ten logins in a row get ten different tokens.',
    lane: 'auth',
    run: async (context) => newTokenPerRequest(passwordLogin(context)),
  },
  {
    name: 'authOAuth2FieldsFormat',
    area: 'auth',
    rule: 'The OAuth2 token endpoint of the data half answers a signed assertion with a token in the OAuth form.',
    lane: 'auth',
    run: async (context) => fieldsFormat(clientLogin(context)),
  },
  {
    name: 'authOAuth2NewTokenPerRequest',
    area: 'auth',
    rule: 'Ten assertions in a row get ten different tokens.',
    lane: 'auth',
    run: async (context) => newTokenPerRequest(clientLogin(context)),
  },
]
