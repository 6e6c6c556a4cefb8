import { html, type Html } from '../html.ts';
import { STATES } from '../mark.ts';
import type { Bar } from './bars.ts';
import { rounded, type Scale } from './scale.ts';

/** What is less of a lane, in percent, cannot be told apart. */
export const SMALLEST = 0.25;

/** The bars of a lane, each leading to its task; signs stand before all of them. */
export function barsIn(bars: readonly Bar[], scale: Scale): readonly (Html | null)[] {
  const drawn = bars.map(
    (bar) => html`<rect ${shapeOf(bar, scale)} data-to="${bar.place}"><title>${bar.title}</title></rect>`,
  );
  return [...drawn, ...bars.map((bar) => signOf(bar, scale))];
}

/** The same beside the task itself. */
export function plainBarsIn(bars: readonly Bar[], scale: Scale): readonly (Html | null)[] {
  return [...bars.map((bar) => html`<rect ${shapeOf(bar, scale)}></rect>`), ...bars.map((bar) => signOf(bar, scale))];
}

function shapeOf({ startMs, endMs, state }: Bar, scale: Scale): Html {
  const from = scale.at(startMs);
  return html`class="bar ${state}" x="${from}%" width="${rounded(scale.at(endMs) - from)}%"`;
}

/** A failed one has its sign beside it, as no colour may tell it alone. */
function signOf({ endMs, state }: Bar, scale: Scale): Html | null {
  if (state !== 'failed' && state !== 'passed-over' && state !== 'not-seen') return null;
  const to = scale.at(endMs);
  const side = to > 95 ? html`dx="-4" text-anchor="end"` : html`dx="3"`;
  return html`<text class="sign ${state}" x="${to}%" y="50%" ${side}>${STATES[state].sign}</text>`;
}
