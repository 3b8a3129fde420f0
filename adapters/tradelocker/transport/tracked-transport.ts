import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

/** Tells whether a request can have left this machine. */
export interface Departure {
  /** False: no connection was ready, so not a byte was written. */
  left: boolean
  /** Told when it leaves. */
  readonly onLeft: (() => void) | undefined
}

/** axios' `transport` for one request. Node's own, watched: an error alone does not tell whether anything was sent. */
export function trackedTransport(departure: Departure) {
  return {
    request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest {
      const { request } = options.protocol === 'https:' ? https : http
      return request(options, onAnswer).once('socket', (socket: Socket) => {
        const leave = () => {
          departure.left = true
          departure.onLeft?.()
        }
        // A new connection writes nothing before it stands; a kept-alive one writes at once.
        if (isShakingHands(socket)) socket.once('secureConnect', leave)
        else if (socket.connecting) socket.once('connect', leave)
        else leave()
      })
    },
  }
}

/** `secureConnecting` is true from the start of a TLS connection until its handshake is done. */
function isShakingHands(socket: Socket): boolean {
  return (socket as Partial<TLSSocket> & { secureConnecting?: boolean }).secureConnecting === true
}
