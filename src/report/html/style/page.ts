import { css } from '../html.ts';

export const PAGE = css`
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  body {
    margin: 0 auto;
    max-width: 76rem;
    padding: 1rem 1.5rem 3rem;
    background: var(--page);
    color: var(--text);
    font:
      0.875rem/1.5 system-ui,
      sans-serif;
    overflow-wrap: anywhere;
  }
  h1 {
    margin: 0;
    font-size: 1.5rem;
    line-height: 1.3;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }
  h2 {
    margin: 2rem 0 0.5rem;
    font-size: 1.0625rem;
  }
  h3 {
    margin: 1.25rem 0 0.25rem;
    font-size: 0.9375rem;
  }
  small,
  .note,
  .kind,
  figcaption,
  footer {
    color: var(--quiet);
    font-size: 0.8125rem;
    font-weight: normal;
  }
  p {
    margin: 0.25rem 0;
  }
  a {
    color: var(--link);
  }
  a:focus-visible,
  summary:focus-visible,
  button:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
  pre,
  code,
  .does {
    font:
      0.8125rem/1.45 ui-monospace,
      'DejaVu Sans Mono',
      monospace;
  }
  pre {
    margin: 0.25rem 0;
    white-space: pre-wrap;
    tab-size: 4;
  }
  footer {
    margin-top: 2.5rem;
    border-top: 1px solid var(--line);
    padding-top: 0.5rem;
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .mark {
    display: inline-block;
    width: 1.25em;
    font-weight: 700;
    color: var(--quiet);
  }
  .mark.ok,
  .badge.ok {
    color: var(--ok);
  }
  .mark.failed,
  .badge.failed {
    color: var(--failed);
  }
  .mark.passed-over,
  .mark.not-seen,
  .badge.not-seen,
  .badge.stopped {
    color: var(--warned);
  }
  .mark.running,
  .mark.left-running,
  .badge.running {
    color: var(--busy);
  }
  .badge .mark {
    color: inherit;
  }
  .badge {
    font-size: 1rem;
    border: 1.5px solid;
    border-radius: 0.25rem;
    padding: 0.0625rem 0.5rem;
  }
  .glance {
    border-bottom: 1px solid var(--line);
    padding-bottom: 0.75rem;
  }
  .why {
    font-size: 1rem;
  }
  .facts {
    margin: 0.75rem 0 0;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr));
    gap: 0.375rem 1.5rem;
  }
  .facts dt {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .facts dd {
    margin: 0;
  }
  .count {
    white-space: nowrap;
    margin-right: 0.75rem;
  }
  .warning {
    color: var(--failed);
  }
  .text,
  .printed pre,
  .printed-too pre {
    background: var(--raised);
    border-left: 3px solid var(--line);
    padding: 0.5rem 0.75rem;
  }
`;
