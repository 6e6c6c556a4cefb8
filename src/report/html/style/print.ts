import { css } from '../html.ts';

export const PRINT = css`
  @media print {
    :root {
      font-size: 13px;
      --page: #fff;
      --raised: #fff;
      --text: #000;
      --quiet: #444;
      --line: #bbb;
      --link: #000;
      --ok: #0a5a28;
      --failed: #a00;
      --warned: #6b4000;
      --busy: #123f80;
      --window: #dfeaf7;
      --bar: #7d9ab8;
      color-scheme: light;
    }
    body {
      max-width: none;
      padding: 0;
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
    .toolbar {
      display: none;
    }
    .many > li {
      content-visibility: visible;
    }
    .tasks > li,
    .row,
    tr,
    h2,
    h3 {
      break-inside: avoid;
    }
    .tasks > li:has(details[open]) {
      break-inside: auto;
    }
    h2,
    h3,
    summary {
      break-after: avoid;
    }
    .printed-too::details-content {
      content-visibility: visible;
      height: auto;
    }
  }
`;
