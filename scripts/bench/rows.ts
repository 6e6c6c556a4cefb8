import type { Row } from './row.ts';
import { background } from './rows/background.ts';
import { cancel } from './rows/cancel.ts';
import { commands, commandsNotify, growth } from './rows/commands.ts';
import { config } from './rows/config.ts';
import { output, outputWithoutState } from './rows/output.ts';
import { quietWindow } from './rows/quiet-window.ts';
import { requests } from './rows/requests.ts';
import { describe, info } from './rows/start-up.ts';
import { window, windowBusy } from './rows/windows.ts';

/** In the order of the table. */
export const ROWS: readonly Row[] = [
  info,
  describe,
  commands,
  commandsNotify,
  output,
  outputWithoutState,
  requests,
  background,
  cancel,
  window,
  windowBusy,
  quietWindow,
  config,
  growth,
];
