/** Sessions that are open at the same time: as many as the gateway keeps tokens open for. */
export const MAX_SESSIONS = 10_000

/**
 * What is read per user or account and looked at by every poll must have room for all sessions: one that is pushed out is read anew
 * at the next poll, and pushes out another. Some traders look at two accounts.
 */
export const MAX_ACCOUNTS = 2 * MAX_SESSIONS
