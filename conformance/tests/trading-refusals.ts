import { z } from 'zod'
import { jsonOf } from '../deployment/deployment.ts'
import { shaped, show } from '../shape.ts'
import type { Test } from '../test.ts'
import { tradingTest } from '../trading/over-accounts.ts'
import { hold, passedUnless, type Verdict, Violation } from '../verdict.ts'

const envelope = z.strictObject({ s: z.literal('error'), errmsg: z.string().min(1) })

function errorEnvelope(request: string, body: unknown): Verdict {
  const { s } = Object(body)
  if (s === 'ok') {
    throw new Violation(`${request}: expected {"s":"error","errmsg":"…"}, received an ok answer.`)
  }
  const { value, extras } = shaped(envelope, body, request)
  return passedUnless(extras, `The error is told: ${show(value.errmsg)}.`)
}

/** What must be refused, and how. */
export const refusalTests: readonly Test[] = [
  tradingTest(
    'tradingUnknownAccount',
    'An account that is not the login’s is an error: status 200, s "error" and a sentence.',
    async ({ deployment, trader }) => {
      const { token } = await trader()
      const answer = await deployment.send('/accounts/no-such-account-0/state', {
        token,
        query: { locale: 'en' },
      })
      return errorEnvelope(answer.request, jsonOf(answer))
    },
  ),
  tradingTest(
    'tradingErrorEnvelope',
    'Business errors are status 200 with s "error" and a sentence in errmsg.',
    async ({ deployment, trader }) => {
      const { token, tested } = await trader()
      const id = encodeURIComponent(tested[0]?.id ?? '')
      // Cancelling what does not exist changes nothing.
      const answer = await deployment.send(`/accounts/${id}/orders/no-such-order-0`, {
        method: 'DELETE',
        token,
        query: { locale: 'en' },
      })
      return errorEnvelope(answer.request, jsonOf(answer))
    },
  ),
  tradingTest(
    'tradingUnauthorizedRequest',
    'Without a token the trading half answers 401.',
    async ({ deployment, trader }) => {
      await trader()
      for (const address of ['/config', '/accounts']) {
        const { status } = await deployment.send(address, { query: { locale: 'en' } })
        hold(status === 401, `GET ${address} without a token: expected status 401, received ${status}.`)
      }
      return passedUnless([], '/config and /accounts without a token are answered 401.')
    },
  ),
]
