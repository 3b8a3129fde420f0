import { Redis } from 'ioredis'
import { BEAT, CLAIM, DELETE_IF, REPLACE, TELL } from './scripts.ts'

/** Longer than any sensible reconnect takes; shorter than anybody wants to go without. */
const LONGEST_PAUSE_MS = 1_000
const FIRST_PAUSE_MS = 100

/** A connection that owes an answer for so long is given up and made anew. */
const SILENT_SOCKET_MS = 2_000

/** Data types and scripts of the gateway on one connection, which is made in the background and made again for ever. */
export interface RedisClient extends Redis {
  claim(key: string, members: string, value: string, ttlMs: number, name: string): Promise<number>
  replaceIf(key: string, expected: string, value: string, ttlMs: number): Promise<number>
  deleteIf(key: string, expected: string): Promise<number>
  beat(
    members: string,
    birth: string,
    apart: string,
    run: string,
    joined: string,
    missed: string,
    doubted: string,
    agreed: string,
    name: string,
    ttlMs: number,
    isApart: 0 | 1,
    answered: number | '',
    known: string,
  ): Promise<string[]>
  tell(members: string, channel: string, message: string, goneMs: number): Promise<string[]>
}

/** A connection that is not made yet. Whatever goes wrong with it is told as `error`; while it is not there, commands reject. */
export function createRedisClient(url: string): RedisClient {
  const client = new Redis(url, {
    lazyConnect: true,
    // RESP2: also spoken by servers before version 6 and by proxies.
    protocol: 2,
    disableClientInfo: true,
    connectionName: 'gateway',
    connectTimeout: SILENT_SOCKET_MS,
    socketTimeout: SILENT_SOCKET_MS,
    // Nothing waits for a connection, and nothing is sent twice: a claim might be carried out twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(FIRST_PAUSE_MS * times, LONGEST_PAUSE_MS),
    scripts: {
      claim: { lua: CLAIM, numberOfKeys: 2 },
      replaceIf: { lua: REPLACE, numberOfKeys: 1 },
      deleteIf: { lua: DELETE_IF, numberOfKeys: 1 },
      beat: { lua: BEAT, numberOfKeys: 8 },
      tell: { lua: TELL, numberOfKeys: 1 },
    },
  })
  // ioredis adds the scripts as methods.
  return client as RedisClient
}
