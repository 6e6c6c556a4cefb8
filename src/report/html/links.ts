import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatSize } from '../../text/size.ts';
import type { KeptFile, KeptRun } from '../kept-run.ts';
import { html, type Html } from './html.ts';

/** A link to a file of the run, which works on the machine that keeps it. */
export function linkToFile({ folder }: KeptRun, { path, bytes }: KeptFile, text: string = path): Html {
  return html`<a href="${pathToFileURL(join(folder, path)).href}">${text}</a> <small>${formatSize(bytes)}</small> `;
}
