/**
 * How much longer than it is good what was logged out or used once is remembered, in milliseconds: each replica tells by its own
 * time of day what is still good, which may be wrong by so much, and jump.
 */
export const KEPT_LONGER_MS = 24 * 60 * 60_000
