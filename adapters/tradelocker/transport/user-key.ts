/** A user under one name for budgets and snapshots; unique over all servers. */
export function userKeyOf({ server, user }: { readonly server: string; readonly user: string }): string {
  return `${server}|${user}`
}
