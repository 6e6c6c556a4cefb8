import { css } from '../html.ts';

export const NARROW = css`
  @media (max-width: 48rem) {
    body {
      padding: 0.75rem 0.75rem 2rem;
    }
    .facts {
      grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
    }
    .time-line .row {
      grid-template-columns: 1fr;
    }
    .row > :first-child {
      text-align: left;
    }
    .axis > span {
      display: none;
    }
    .tasks summary {
      grid-template-columns: 1rem 1.25rem 1fr auto;
    }
    .tasks .name {
      grid-column: 3;
    }
    .tasks .time {
      grid-column: 4;
      grid-row: 1;
    }
    .tasks .end {
      grid-column: 3 / 5;
      color: var(--quiet);
    }
    .tasks .tries {
      grid-column: 3 / 5;
      text-align: left;
    }
    .tasks summary svg {
      grid-column: 3 / 5;
    }
    .inside {
      padding-left: 0.5rem;
    }
  }
`;
