import { type WireBody, wireBody } from '../http/wire-body.ts'
import { ok } from './envelope.ts'

/**
 * Renders and serialises once per snapshot and facet (the language, say), however many poll it. The port answers the
 * same object as long as it has nothing newer; a snapshot that is gone takes its bodies along.
 */
export function bodyPerSnapshot<Snapshot extends object, Facet>(
  render: (snapshot: Snapshot, facet: Facet) => unknown,
): (snapshot: Snapshot, facet: Facet) => WireBody {
  const bodies = new WeakMap<Snapshot, Map<Facet, WireBody>>()
  return (snapshot, facet) => {
    const known = bodies.get(snapshot)
    const body = known?.get(facet) ?? wireBody(JSON.stringify(ok(render(snapshot, facet))))
    if (known === undefined) bodies.set(snapshot, new Map([[facet, body]]))
    else known.set(facet, body)
    return body
  }
}
