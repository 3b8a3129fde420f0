import { GCProfiler, type GCProfilerResult } from 'node:v8'

/*
 * Loaded into a gateway by NODE_OPTIONS. Twice a second it writes how many bytes collections of the young generation have
 * found alive a second time and moved to the old one, since the process began.
 */

let promoted = 0
let profiler = start()

setInterval(() => {
  for (const { gcType, beforeGC, afterGC } of profiler.stop().statistics)
    if (gcType === 'Scavenge') promoted += oldBytes(afterGC) - oldBytes(beforeGC)
  profiler = start()
  process.stderr.write(`promoted ${promoted}\n`)
}, 500).unref()

function start(): GCProfiler {
  const started = new GCProfiler()
  started.start()
  return started
}

function oldBytes({ heapSpaceStatistics }: GCProfilerResult['statistics'][number]['afterGC']): number {
  return heapSpaceStatistics.find(({ spaceName }) => spaceName === 'old_space')?.spaceUsedSize ?? 0
}
