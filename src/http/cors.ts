import cors from 'cors'
import type { RequestHandler } from 'express'

/** TradingView's language sites are subdomains of any depth. */
const PRODUCTION_ORIGINS = [/^https:\/\/(?:[a-z0-9-]+\.)+tradingview\.com$/]

/** TradingView's sandbox, and its page on a developer's machine. */
const STAGING_ORIGINS = [/^https:\/\/(?:[a-z0-9-]+\.)+xstaging\.tv$/, /^https?:\/\/localhost:6285$/]

/**
 * Lets TradingView's pages read every answer, errors too: the exact origin is echoed, any other gets nothing. To be
 * mounted before anything that answers. No cookies are involved, so no credentials are allowed.
 */
export function allowTradingViewOrigins(environment: 'production' | 'staging'): RequestHandler {
  return cors({
    origin: environment === 'staging' ? [...PRODUCTION_ORIGINS, ...STAGING_ORIGINS] : PRODUCTION_ORIGINS,
    methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
    allowedHeaders: ['Authorization', 'Content-Type'],
    // Seconds. Without it browsers ask again every five seconds, which doubles the polling.
    maxAge: 86_400,
  })
}
