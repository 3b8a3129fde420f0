import { type NamedDefect, nothing, row, warned } from './named-defect.ts'

export const STREAMING_DEFECTS: readonly NamedDefect[] = [
  row('streamingAskBidQuoteTradeExistence', 'no trades', /received no trades/),
  warned('streamingDailyBarsUpdate', 'no daily lines', /no daily line came for 3 of 3 symbols/),
  row(
    'streamingDailyBarsUpdate',
    'a daily line too many',
    /daily line came for JP225, whose has-daily is false/,
  ),
  row('streamingFieldsFormat', 'times in milliseconds', /t: expected Unix seconds near 2026-01-14/),
  row(
    'streamingFieldsFormat',
    'lines are no JSON',
    /one JSON object per line, received the line "EURUSD 1\.1 1\.2"/,
  ),
  row('streamingFieldsFormat', 'quotes without an ask', /ap: expected number, received nothing/),
  row('streamingFieldsFormat', 'daily lines at the start of the session', /t: expected the time 00:00 UTC/),
  warned('streamingFieldsFormat', 'unknown field', /unknown field venue/),
  row(
    'streamingHistoryEquality',
    'prices differ from history',
    /bars built from the stream differ .*: o: expected/,
  ),
  row(
    'streamingNoDelays',
    'ticks are late',
    /at most 5 s old, received the line .* 1\d\.\d s after its time/,
  ),
  warned('streamingNoDelays', 'ticks are a little late', /should be at most 1 s old/),
  row('streamingPermanentConnection', 'the stream is closed', /ended after \d+ s .* the server ended it/),
  row('streamingSymbolsCheck', 'a symbol that is not listed', /received "BTCUSD"/),
  row('streamingSymbolsCheck', 'a silent symbol', /no tick came for 1 of 4 symbols .*: ACME/),
  row('streamingTimeGrow', 'times go back', /came after one of the same symbol and type with t = \d+/),
  row(
    'streamingTransferEncodingHeader',
    'the stream has a length',
    /Transfer-Encoding: expected chunked, received none/,
  ),
  row(
    'streamingUnauthorizedRequest',
    '/streaming is open',
    /without a token: expected status 401, received 200/,
  ),
  row('streamingHeartbeat', 'no heartbeats', /a heartbeat every 5 s, received 0/),
  row('streamingParallelConnections', 'only one connection', /4 connections at once, but .* received 503/),
  row('streamingParallelConnections', 'connections differ', /came 1, 1, 0, 1 times to connections 1 to 4/),

  row(
    'streamingUnauthorizedRequest',
    'any token opens the data half',
    /never issued: expected status 401, received 200/,
  ),
  row(
    'streamingTransferEncodingHeader',
    'the stream is compressed',
    /expected no compression, .* received gzip/,
  ),
  row('streamingFieldsFormat', 'heartbeats as text', /heartbeat: expected int|heartbeat: expected number/),
  row('streamingNoDelays', 'ticks are early', /came [\d.]+ s before its time/),
  row('streamingHistoryEquality', 'sizes differ from history', /differ .*: v: expected/),
  row(
    'streamingHistoryEquality',
    'minutes without trades',
    /\/history has the bar of .*, the stream had no trade/,
  ),

  nothing('streamingFieldsFormat', 'markets are closed', /only heartbeats came/),
  ...[
    'streamingAskBidQuoteTradeExistence',
    'streamingNoDelays',
    'streamingSymbolsCheck',
    'streamingTimeGrow',
    'streamingHistoryEquality',
  ].map((test) => nothing(test, 'markets are closed', /All sessions are closed now/)),
  nothing('streamingDailyBarsUpdate', 'markets are closed', /No symbol with has-daily is in its session/),
  nothing('streamingParallelConnections', 'markets are closed', /no tick came that could be compared/),
]
