export interface Verdict {
  readonly line: string
  readonly isFailure: boolean
}

/**
 * What an audit means for a build. Only known holes fail it: many registries, mirrors above all, answer no audits, and then nothing is
 * known either way, which is said.
 * @param report what `npm audit --json` writes
 * @param mustAnswer whether a registry that answers no audits fails the build as well
 */
export function verdictOf(report: string, mustAnswer = false): Verdict {
  const { message, metadata } = parsed(report)
  const counts = metadata?.vulnerabilities
  if (counts === undefined) {
    const reason = message ?? 'its answer cannot be read'
    return {
      line:
        `NOT AUDITED: the registry answers no audits (${short(reason)}). Nothing is known of holes.\n` +
        'NOT AUDITED: ask another registry before a release: AUDIT_REQUIRED=1 makes this a failure.',
      isFailure: mustAnswer,
    }
  }
  const { high = 0, critical = 0, low = 0, moderate = 0 } = counts
  const isFailure = high + critical > 0
  const lesser = `${moderate} moderate, ${low} low`
  return isFailure
    ? {
        line: `Packages with known holes: ${critical} critical, ${high} high, ${lesser}. Run npm audit.`,
        isFailure,
      }
    : { line: `No known holes of high severity in the packages (${lesser}).`, isFailure }
}

interface Report {
  readonly message?: string
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> }
}

function parsed(report: string): Report {
  try {
    return (JSON.parse(report) ?? {}) as Report
  } catch {
    return {}
  }
}

/** Without addresses: they say nothing about the packages. */
function short(reason: string): string {
  return reason.replace(/ ?-? ?(GET|POST)? ?https?:\S+/g, '').slice(0, 100)
}
