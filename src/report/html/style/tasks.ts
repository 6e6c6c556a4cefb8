import { css } from '../html.ts';

/** Not `list-item`: of thousands a browser would count all anew for each that is hidden, which takes half a minute. */
export const TASKS = css`
  .tasks {
    list-style: none;
    margin: 0;
    padding: 0;
    border-top: 1px solid var(--line);
  }
  .tasks > li {
    display: block;
    border-bottom: 1px solid var(--line);
  }
  .many > li {
    content-visibility: auto;
    contain-intrinsic-size: auto 2rem;
  }
  .tasks summary {
    display: grid;
    grid-template-columns: 1rem 1.25rem minmax(10rem, 3fr) minmax(9rem, 3fr) 4rem 6rem minmax(8rem, 4fr);
    gap: 0 0.5rem;
    align-items: center;
    padding: 0.1875rem 0;
    cursor: pointer;
    list-style: none;
  }
  .tasks summary::-webkit-details-marker {
    display: none;
  }
  .tasks summary::before {
    content: '▸';
    color: var(--quiet);
  }
  .tasks details[open] > summary::before {
    content: '▾';
  }
  .tasks summary:hover {
    background: var(--raised);
  }
  .tasks .name {
    font-weight: 500;
  }
  .tasks .time,
  .tasks .tries {
    text-align: right;
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  .tasks summary svg {
    grid-column: 7;
    height: 1.125rem;
  }
  .tasks svg line {
    stroke: var(--bar);
  }
  .inside {
    padding: 0.125rem 0 0.75rem 2.75rem;
    scroll-margin-top: 7rem;
  }
  .does {
    white-space: pre-wrap;
  }
  .printed {
    margin: 0.5rem 0;
  }
  .links {
    margin: 0;
    padding-left: 1.25rem;
  }
  table {
    border-collapse: collapse;
    margin: 0.5rem 0;
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 0.0625rem 1rem 0.0625rem 0;
    font-variant-numeric: tabular-nums;
  }
  th {
    color: var(--quiet);
    font-weight: normal;
    font-size: 0.8125rem;
    border-bottom: 1px solid var(--line);
  }
  main > section > details > summary {
    cursor: pointer;
  }
`;
