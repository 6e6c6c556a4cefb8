import { css } from '../html.ts';

/** Each colour of a text has a contrast of 4.5 or more on the page and on what is raised. */
export const COLOURS = css`
  :root {
    color-scheme: light dark;
    --page: #fbfbfa;
    --raised: #f1f1ee;
    --line: #d9d8d3;
    --text: #1c1c1a;
    --quiet: #5c5b57;
    --link: #1a56a8;
    --ok: #1f6b3a;
    --failed: #b3261e;
    --warned: #855100;
    --busy: #1a56a8;
    --window: #dfeaf7;
    --bar: #7d9ab8;
    --failed-bar: #cf6b64;
    --warned-bar: #c08a3e;
    --busy-bar: #a9c6e8;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #161716;
      --raised: #1f211f;
      --line: #3a3c3a;
      --text: #e6e6e3;
      --quiet: #a3a39e;
      --link: #8ab8f0;
      --ok: #7cc894;
      --failed: #ff8a80;
      --warned: #e5b566;
      --busy: #8ab8f0;
      --window: #1d3048;
      --bar: #5d7d9f;
      --failed-bar: #b5473f;
      --warned-bar: #96702f;
      --busy-bar: #33547c;
    }
  }
`;
