import type { Server, Socket } from 'node:net'

/** Node counts the connections of a server, but does not tell which they are. */
const connections = new WeakMap<Server, Set<Socket>>()

/** To be called before the server listens. */
export function watchConnections(server: Server): void {
  const open = new Set<Socket>()
  connections.set(server, open)
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
}

/** Does any connection of a watched server hold bytes that its client has not taken yet? */
export function isSending(server: Server): boolean {
  for (const { writableLength } of connections.get(server) ?? []) if (writableLength > 0) return true
  return false
}
