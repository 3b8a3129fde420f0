import { createServer, type RequestListener, type Server } from 'node:http'
import type express from 'express'
import { watchConnections } from './open-connections.ts'
import { RequestError } from './request-error.ts'

/** The largest form TradingView sends has a few hundred bytes. */
export const BODY_LIMIT_BYTES = 16 * 1024

/** Room for the longest symbol list of a watch list. */
const URL_LIMIT_CHARS = 16 * 1024

/** For `http.createServer`. */
export const SERVER_OPTIONS = {
  /**
   * In bytes. Far more than the longest URL beside the longest token, so that a token of absurd length is answered as any
   * wrong token is; what is longer still is answered 431 by Node. `maxConnections` bounds what that can take.
   */
  maxHeaderSize: 112 * 1024,
  /** Milliseconds between two looks for connections that are too slow; Node's own half a minute would double what they get. */
  connectionsCheckingInterval: 5_000,
  /** What comes twice is refused as what it is, two values, and not read as the first: two tokens, two hosts. */
  joinDuplicateHeaders: true,
} as const

/**
 * Connections at once; one more is closed before it can say anything. With nothing but headers on all of them that is some
 * 670 MB, for fifteen seconds. Proxies share their connections among clients and come nowhere near.
 */
const MAX_CONNECTIONS = 6_000

/** Times, in milliseconds, after which a connection that does not move is given up. */
const TIMES = {
  /** For all headers of a request. */
  headersTimeout: 15_000,
  /** For a whole request. */
  requestTimeout: 30_000,
  /**
   * Longer than the 60 s after which common load balancers drop an idle connection: the balancer must be the one that
   * closes, or it sends a request into a connection that is just being closed here.
   */
  keepAliveTimeout: 65_000,
  /**
   * For a connection on which nothing moves while an answer is made or sent: whoever asks and does not read would hold the
   * answer in memory for ever. Longer than any answer takes to begin; a stream beats more often.
   */
  timeout: 75_000,
}

const LIMITS = { ...TIMES, maxConnections: MAX_CONNECTIONS }

/** @param others than the usual limits, for tests */
export function limitServer(server: Server, others: Readonly<Partial<typeof LIMITS>> = {}): void {
  Object.assign(server, LIMITS, others)
}

/** A server with the limits of production, not listening yet. Every listener of the gateway is one. */
export function createLimitedServer(app: RequestListener): Server {
  const server = createServer(SERVER_OPTIONS, refuseTwoHosts(app))
  limitServer(server)
  watchConnections(server)
  return server
}

/** A proxy in front may have gone by the other one. Answered as Node does what it cannot read. */
function refuseTwoHosts(app: RequestListener): RequestListener {
  return (request, response) => {
    if (request.headers.host?.includes(',')) response.writeHead(400, { Connection: 'close' }).end()
    else app(request, response)
  }
}

export const isTooLong = (url: string): boolean => url.length > URL_LIMIT_CHARS

/** @throws RequestError url_too_long */
export const limitUrl: express.RequestHandler = (request, _response, next) => {
  if (isTooLong(request.url)) throw new RequestError('url_too_long')
  next()
}
