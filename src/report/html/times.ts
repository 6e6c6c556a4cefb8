import { formatDuration } from '../../text/duration.ts';
import type { Span } from '../span.ts';
import { html, type Html } from './html.ts';

/** A point in time by UTC, since a report is read anywhere. */
export function pointInTime(epochMs: number): Html {
  const iso = new Date(epochMs).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

/** `+1.2s`, from the beginning of the run. */
export function sinceStart(epochMs: number, { startMs }: Span): string {
  return `+${formatDuration(Math.max(0, epochMs - startMs))}`;
}

export function durationOf(ms: number | null): string {
  return ms === null ? '' : formatDuration(ms);
}
