import type { Position } from '../broker/position.ts'
import { type Soon, soon } from '../broker/soon.ts'
import type { WireBody } from '../http/wire-body.ts'
import type { PolledCall } from './endpoint.ts'
import { plain } from './numbers.ts'
import { bodyPerSnapshot } from './polled-body.ts'

/** GET /accounts/{accountId}/positions: open ones, and with a quantity of 0 those closed in this session. */
export function readPositions({ account }: PolledCall): Soon<WireBody> {
  return soon(account.positions(), (positions) => positionsBody(positions, undefined))
}

const positionsBody = bodyPerSnapshot((positions: readonly Position[], _facet: undefined) =>
  positions.map(renderPosition),
)

export function renderPosition(position: Position) {
  return {
    id: position.id,
    instrument: position.instrument,
    qty: plain(position.qty),
    side: position.side,
    avgPrice: plain(position.avgPrice),
    unrealizedPl: plain(position.unrealizedPl),
  }
}
