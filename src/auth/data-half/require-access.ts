import type { RequestHandler } from 'express'
import { bearerToken } from '../session.ts'
import type { DataTokens } from './tokens.ts'

/**
 * Lets only requests with a token of the data half pass. @param tokens undefined: nobody was given any, so the half is public
 * @throws BrokerError session_expired, which is answered as 401
 */
export function requireDataAccess(tokens: Pick<DataTokens, 'open'> | undefined): RequestHandler {
  return async (request, _response, next) => {
    await tokens?.open(bearerToken(request.headers.authorization))
    next()
  }
}
