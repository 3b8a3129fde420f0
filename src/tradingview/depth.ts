import type { Depth, DepthLevel } from '../broker/quote.ts'
import { type Soon, soon } from '../broker/soon.ts'
import type { WireBody } from '../http/wire-body.ts'
import type { PolledCall } from './endpoint.ts'
import { plain } from './numbers.ts'
import { requiredText } from './parse.ts'
import { bodyPerSnapshot } from './polled-body.ts'

/** GET /depth */
export function readDepth({ account, query }: PolledCall): Soon<WireBody> {
  return soon(account.depth(requiredText(query, 'symbol')), (depth) => depthBody(depth, undefined))
}

const depthBody = bodyPerSnapshot((depth: Depth, _facet: undefined) => renderDepth(depth))

/** Pairs of price and size. Both sides ascend, so the best bid is the last one. */
export function renderDepth({ asks, bids }: Depth) {
  return { asks: asks.map(renderLevel), bids: bids.map(renderLevel) }
}

const renderLevel = ({ price, size }: DepthLevel) => [plain(price), plain(size)] as const
