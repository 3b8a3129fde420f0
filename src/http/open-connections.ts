import type { Server, Socket } from 'node:net'
import { Attendance } from './attendance.ts'

/** Node counts the connections of a server, but does not tell which they are. */
const connections = new WeakMap<Server, Attendance<Socket>>()

/** To be called before the server listens. */
export function watchConnections(server: Server): void {
  const open = new Attendance<Socket>()
  connections.set(server, open)
  server.on('connection', (socket) => socket.once('close', open.enter(socket)))
}

/** Does any connection of a watched server hold bytes that its client has not taken yet? */
export function isSending(server: Server): boolean {
  for (const { writableLength } of connections.get(server) ?? []) if (writableLength > 0) return true
  return false
}
