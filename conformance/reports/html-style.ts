/** The report's whole style: one column that a phone can show, light or dark as the reader has it. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1f23; --quiet: #5f6770; --paper: #fff; --line: #e1e4e8;
  --passed: #16713a; --failed: #b3261e; --warning: #8a5a00; --skipped: #5f6770; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --quiet: #9aa3ad; --paper: #14171a; --line: #2c3136;
  --passed: #58c27d; --failed: #ff8a80; --warning: #e5b454; --skipped: #9aa3ad; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.1rem; text-transform: capitalize; }
h3 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin: 0; font-size: 1rem; }
h3 span { color: var(--state); }
p { margin: 0.25rem 0; }
header p, .rule, small { color: var(--quiet); }
small { white-space: nowrap; }
ul { list-style: none; margin: 0; padding: 0; }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 1rem; }
.counts b { color: var(--state); font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.first { margin-top: 1.5rem; }
.first a { color: inherit; }
.first span { color: var(--state); }
.tests li { padding: 0.75rem 0 0.75rem 0.75rem; border-top: 1px solid var(--line);
  border-left: 3px solid var(--state); }
.passed { --state: var(--passed); } .failed { --state: var(--failed); }
.warning { --state: var(--warning); } .skipped { --state: var(--skipped); }
@media print { body { max-width: none; padding: 0; } .tests li { break-inside: avoid; } }
`
