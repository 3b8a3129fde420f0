/** One user of one server. */
export interface User {
  readonly server: string
  readonly user: string
}

/** A user under one name for budgets and snapshots; unique over all servers. */
export function userKeyOf({ server, user }: User): string {
  return `${server}|${user}`
}
