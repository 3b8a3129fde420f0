/** Loaded into the gateway by the soak: collects garbage at SIGUSR2, so that what is left is what is held. */
process.on('SIGUSR2', () => globalThis.gc?.())
