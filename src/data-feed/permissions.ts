import type { BrokerSession } from '../broker/broker.ts'
import type { DeclaredGroup } from './symbols/groups.ts'

/**
 * Those of the groups that a trader may see: all but the restricted ones that name neither the server nor an account of
 * the login. Asks for accounts only where a restriction names some.
 * @throws what `BrokerSession.accounts` throws: a group that should be closed is not opened because nobody answered
 */
export async function permittedGroups(
  groups: readonly string[],
  declared: readonly DeclaredGroup[],
  session: Pick<BrokerSession, 'grant' | 'accounts'>,
): Promise<readonly string[]> {
  const restricted = new Map(
    declared.flatMap(({ id, restricted }) => (restricted === undefined ? [] : [[id, restricted] as const])),
  )
  const { server } = session.grant
  const isNamed = (id: string) => restricted.get(id)?.servers?.includes(server)
  const isAsked = groups.some((id) => !isNamed(id) && (restricted.get(id)?.accounts?.length ?? 0) > 0)
  const own = isAsked ? (await session.accounts()).map(({ id }) => id) : []
  return groups.filter((id) => {
    const to = restricted.get(id)
    return to === undefined || isNamed(id) || to.accounts?.some((account) => own.includes(account))
  })
}
