import type { Depth, DepthLevel } from '../broker/quote.ts'
import type { PolledCall } from './endpoint.ts'
import { plain } from './numbers.ts'
import { requiredText } from './parse.ts'
import { bodyPerSnapshot } from './polled-body.ts'

/** GET /depth */
export async function readDepth({ account, query }: PolledCall) {
  return depthBody(await account.depth(requiredText(query, 'symbol')), undefined)
}

const depthBody = bodyPerSnapshot((depth: Depth, _facet: undefined) => renderDepth(depth))

/** Pairs of price and size. Both sides ascend, so the best bid is the last one. */
export function renderDepth({ asks, bids }: Depth) {
  return { asks: asks.map(renderLevel), bids: bids.map(renderLevel) }
}

const renderLevel = ({ price, size }: DepthLevel) => [plain(price), plain(size)] as const
