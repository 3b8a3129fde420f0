/*
 * What Redis runs in one step. All of them use Redis' own clock, so that replicas need not agree on the time.
 */

/**
 * A strict sliding window. The list holds the starts of the newest calls in microseconds, newest first, and no more of
 * them than the limit: while the oldest of a full list is younger than the interval, there is no room. Called by
 * rate-limiter-flexible: ARGV = points, whole seconds, limit, seconds as a decimal. Answers {calls counted, ms to wait};
 * more calls than the limit means refused.
 */
export const TAKE = `
local limit, interval = tonumber(ARGV[3]), tonumber(ARGV[4]) * 1000000
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local newest = tonumber(redis.call('LINDEX', KEYS[1], 0) or 0)
if newest > now + interval then redis.call('DEL', KEYS[1]) elseif newest > now then now = newest end
local oldest = redis.call('LINDEX', KEYS[1], limit - 1)
if oldest and now - tonumber(oldest) < interval then
  return {limit + 1, math.ceil((tonumber(oldest) + interval - now) / 1000)}
end
redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
redis.call('LTRIM', KEYS[1], 0, limit - 1)
redis.call('PEXPIRE', KEYS[1], math.ceil(interval / 1000))
return {redis.call('LLEN', KEYS[1]), 0}
`

/** KEYS = key, ARGV = expected value, new value, ms to live. Answers 1 when it was replaced. */
export const REPLACE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`

/** KEYS = key, ARGV = expected value. */
export const DELETE_IF = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`

/**
 * KEYS = replicas; ARGV = channel, message, ms until a silent replica counts as gone. Answers the names of all who are there to
 * hear it.
 */
export const TELL = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('PUBLISH', ARGV[1], ARGV[2])
return redis.call('ZRANGEBYSCORE', KEYS[1], now - tonumber(ARGV[3]), '+inf')
`

/**
 * A sign of life. KEYS = replicas (sorted by when they were last seen), birth, apart, run; ARGV = own name, ms until a silent
 * replica counts as gone, 1 while this one does not count its calls here. Answers {now in ms, when this memory began in ms,
 * 1 while any replica does not count here or lately did not, names of the replicas that are alive …}. The birth lives as
 * long as the data and the run of Redis that wrote it: one that came back with what it had saved, or a copy that took over,
 * may lack the last minutes. A Redis that tells nobody its run is taken at its word.
 */
export const BEAT = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or 'unknown'
if redis.call('GET', KEYS[4]) ~= run then
  redis.call('SET', KEYS[4], run)
  redis.call('SET', KEYS[2], string.format('%.0f', now))
end
redis.call('SET', KEYS[2], string.format('%.0f', now), 'NX')
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[3] == '1' then redis.call('SET', KEYS[3], '1', 'PX', ARGV[2]) end
local apart = tostring(redis.call('EXISTS', KEYS[3]))
return {string.format('%.0f', now), redis.call('GET', KEYS[2]), apart, unpack(redis.call('ZRANGE', KEYS[1], 0, -1))}
`
