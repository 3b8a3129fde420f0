/**
 * The only stylesheet of the login pages. Logical properties throughout, so that it also holds for languages written from
 * right to left. Contrasts are at least 4.5:1 for text and 3:1 for borders, in both schemes.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --page: #f0f2f5;
  --card: #ffffff;
  --text: #131722;
  --quiet: #50535e;
  --line: #80848e;
  --accent: #1e53e5;
  --accent-strong: #1842b8;
  --on-accent: #ffffff;
  --error: #b3261e;
  --error-page: #fdecea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f0f0f;
    --card: #1e1f24;
    --text: #e8e9ed;
    --quiet: #b2b5be;
    --line: #868993;
    --accent: #82a6ff;
    --accent-strong: #a8c1ff;
    --on-accent: #0b1533;
    --error: #ff9c94;
    --error-page: #3a1d1b;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  min-block-size: 100vh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew",
    "Noto Sans Thai", "Noto Sans CJK SC", sans-serif;
}
main {
  inline-size: 100%;
  max-inline-size: 24rem;
  padding: 2rem 1.5rem;
  background: var(--card);
  border-radius: 0.75rem;
  box-shadow: 0 1px 3px rgb(0 0 0 / 0.16), 0 8px 24px rgb(0 0 0 / 0.08);
}
.logo {
  display: block;
  max-block-size: 3rem;
  max-inline-size: 100%;
  margin-block-end: 1.25rem;
}
h1 {
  margin: 0 0 1.25rem;
  font-size: 1.375rem;
  line-height: 1.3;
  font-weight: 600;
  overflow-wrap: anywhere;
}
p { margin: 0; overflow-wrap: anywhere; }
.alert {
  margin-block-end: 1.25rem;
  padding: 0.75rem 0.875rem;
  border-inline-start: 0.25rem solid var(--error);
  border-radius: 0.25rem;
  background: var(--error-page);
}
.field { margin-block-end: 1rem; }
label { display: block; margin-block-end: 0.25rem; font-weight: 500; }
input, select {
  display: block;
  inline-size: 100%;
  min-block-size: 2.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 0.375rem;
  background: var(--card);
  color: var(--text);
  font: inherit;
  text-align: start;
  text-overflow: ellipsis;
}
[aria-invalid="true"] { border-color: var(--error); border-width: 2px; }
.error { margin-block-start: 0.25rem; color: var(--error); font-size: 0.875rem; }
button {
  inline-size: 100%;
  min-block-size: 2.75rem;
  margin-block-start: 0.5rem;
  padding: 0.5rem 1rem;
  border: 0;
  border-radius: 0.375rem;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { background: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 24rem), (max-height: 38rem) {
  main { padding: 1.25rem; }
  .logo { margin-block-end: 0.75rem; }
  h1, .alert { margin-block-end: 1rem; }
}
@media (forced-colors: active) {
  main, button { border: 1px solid; }
}
`
