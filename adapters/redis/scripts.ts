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

/**
 * KEYS = key, replicas; ARGV = value, ms to live, own name. Answers 1 when nothing was stored there yet. Refuses one that it does
 * not know: emptied, it would let everything be claimed once more.
 */
export const CLAIM = `
if not redis.call('ZSCORE', KEYS[2], ARGV[3]) then return redis.error_reply('UNKNOWN replica, give a sign of life') end
return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0
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

/** One that is missed may have placed orders that nobody here knows of, for as long as requests are remembered. */
const DOUBTED_MS = 60 * 60_000
/** For so long others take turns with one that is missed: most that come back do so by then, and it is slow. */
const TURNS_MS = 15 * 60_000
/** An answer may have reached a replica up to a sign of life and its deadline after the last one that it could name. */
const UNNAMED_MS = 1_500

/**
 * A sign of life. KEYS = replicas (sorted by when they were last in touch), birth, apart, run, joined, missed, doubted,
 * agreed; ARGV = own name, ms until a silent replica counts as gone, 1 while this one does not count its calls here, the `now`
 * of the last answer that reached it in time (empty: none yet), the names whose turns it goes by, in their order.
 * Answers {now in ms, when this memory began in ms, 1 while any replica does not count here or lately did not, 1 where the sender
 * was not known, names of the missed, names agreed on when the first of them went, in the order of their turns, names of the replicas that are alive …}.
 * One whose own name is not among them has to give another sign of life first. It is known then if it was given up in the answer
 * that it names, by nobody else, and is missed since before: one that was emptied after that answer can only miss it since then.
 *
 * The birth lives as long as the data and the run of Redis that wrote it: one that came back with what it had saved, or a
 * copy that took over, may lack the last minutes. A Redis that tells nobody its run is taken at its word.
 *
 * Whoever is silent without having left is missed: it may be at work. A sign of life only proves that its sender was in touch
 * when it had the answer that it names: it may be late, or its own answer may be. One that is missed is taken to have ended
 * when another one has come for it since, and that one has its turns. What it did before is doubted all the same: the memory
 * is as young as that.
 *
 * A memory that was emptied learns of them from each that comes back to it: the first may be one that knows nobody.
 *
 * What is of a time that is yet to come, because Redis' clock was put back, is taken to be of now.
 *
 * All commands that claims need are used every time (DEL: while nobody is missed), so that a Redis that refuses one of them to its
 * user counts as lost until it takes claims again.
 */
export const BEAT = `
local members, birth, apart, run, joined, missed, doubted, agreed = unpack(KEYS)
local name, ttl, isApart, answered, known = unpack(ARGV)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function miss(one, inTouch)
  redis.call('ZADD', missed, 'NX', inTouch, one)
  redis.call('ZADD', doubted, 'NX', now, one)
end
local function missKnown(isMissing)
  if known ~= '' then redis.call('SET', agreed, known, 'NX') end
  for one in string.gmatch(known, '%S+') do
    if isMissing(one) then miss(one, now) end
  end
end
local lives = {[members] = ${DOUBTED_MS}, [joined] = 2 * ttl, [missed] = ${TURNS_MS}, [doubted] = ${DOUBTED_MS}}

local info = redis.pcall('INFO', 'server')
local thisRun = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or 'unknown'
if redis.call('GET', run) ~= thisRun then
  redis.call('DEL', birth)
  missKnown(function() return true end)
end
redis.call('SET', run, thisRun)
for key in pairs(lives) do
  for _, one in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. now, '+inf')) do redis.call('ZADD', key, now, one) end
end

local inTouch = math.min(now, tonumber(answered) or now)
local missedSince = tonumber(redis.call('ZSCORE', missed, name))
local givenUpAt = tonumber(redis.call('ZSCORE', doubted, name))
local isNew = redis.call('ZADD', members, inTouch, name) == 1
if isNew and not givenUpAt then
  redis.call('ZADD', joined, now, name)
  missKnown(function(one) return not redis.call('ZSCORE', members, one) end)
end
if missedSince and missedSince < inTouch and givenUpAt == tonumber(answered) then isNew = false end
local gone = redis.call('ZRANGEBYSCORE', members, '-inf', now - ttl)
local all = redis.call('ZRANGE', members, 0, -1)
table.sort(all)
if #gone > 0 then redis.call('SET', agreed, table.concat(all, ' '), 'NX') end
for _, one in ipairs(gone) do
  miss(one, redis.call('ZSCORE', members, one))
  redis.call('ZREM', members, one)
end
if redis.call('ZSCORE', members, name) then
  redis.call('ZREM', missed, name)
  redis.call('ZREM', doubted, name)
end
for _, one in ipairs(redis.call('ZRANGE', missed, 0, -1)) do
  local goneBy = redis.call('ZSCORE', missed, one) + ${UNNAMED_MS}
  local heir = redis.call('ZRANGEBYSCORE', joined, goneBy, '+inf', 'LIMIT', 0, 1)[1]
  if heir and heir ~= one then
    redis.call('ZREM', joined, heir)
    redis.call('ZREM', missed, one)
    redis.call('SET', agreed, (string.gsub(redis.call('GET', agreed) or '', '%S+', {[one] = heir})))
  end
end
for key, ms in pairs(lives) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - ms)
  redis.call('PEXPIRE', key, ms)
end
redis.call('PEXPIRE', agreed, ${DOUBTED_MS})
if redis.call('ZCARD', missed) == 0 then redis.call('DEL', agreed) end
local born = tonumber(redis.call('GET', birth) or now)
if born >= now or redis.call('ZCARD', doubted) > 0 then redis.call('SET', birth, string.format('%.0f', now)) end

if isApart == '1' then redis.call('SET', apart, '1', 'PX', ttl) end
return {
  string.format('%.0f', now),
  redis.call('GET', birth),
  tostring(redis.call('EXISTS', apart)),
  isNew and '1' or '0',
  table.concat(redis.call('ZRANGE', missed, 0, -1), ' '),
  redis.call('GET', agreed) or '',
  unpack(redis.call('ZRANGE', members, 0, -1))
}
`
