import { html } from '../html.ts';
import { COLOURS } from './colours.ts';
import { NARROW } from './narrow.ts';
import { PAGE } from './page.ts';
import { PRINT } from './print.ts';
import { TASKS } from './tasks.ts';
import { TIMELINE } from './timeline.ts';
import { TOOLBAR } from './toolbar.ts';

/** All of the style sheet; what comes later stands. */
export const STYLE = html`${COLOURS}${PAGE}${TIMELINE}${TOOLBAR}${TASKS}${NARROW}${PRINT}`;
