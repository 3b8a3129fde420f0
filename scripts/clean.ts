import { rmSync } from 'node:fs'

/** Removes what the build and the tests leave behind. */
for (const folder of ['dist', 'coverage']) {
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true })
}
