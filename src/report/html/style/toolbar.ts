import { css } from '../html.ts';

export const TOOLBAR = css`
  .toolbar {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem;
    padding: 0.375rem 0;
    background: var(--page);
    border-bottom: 1px solid var(--line);
  }
  .toolbar p {
    flex-basis: 100%;
    margin: 0;
    color: var(--quiet);
  }
  .toolbar p:empty {
    height: 0;
  }
  .push {
    flex: 1;
  }
  button,
  input {
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--quiet);
    border-radius: 0.25rem;
    padding: 0.125rem 0.5rem;
  }
  button {
    cursor: pointer;
  }
  button[aria-pressed='true'] {
    border-color: var(--link);
    box-shadow: inset 0 0 0 1px var(--link);
    background: var(--window);
  }
  button .mark {
    width: auto;
    margin-right: 0.25rem;
  }
`;
