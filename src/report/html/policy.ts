import { createHash } from 'node:crypto';
import { html, type Html } from './html.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style/style.ts';

// Every character counts for the hashes.
// prettier-ignore
export const STYLE_ELEMENT = html`<style>${STYLE}</style>`;
// prettier-ignore
export const SCRIPT_ELEMENT = html`<script>${SCRIPT}</script>`;

/** Nothing but this very style and script, whatever else should get into the page. */
export const POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: Html): string {
  return `'sha256-${createHash('sha256').update(String(text)).digest('base64')}'`;
}
