import { isatty } from 'node:tty';

export type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim';
export type Paint = (colour: Colour, text: string) => string;

const CODES = { red: [31, 39], green: [32, 39], yellow: [33, 39], bold: [1, 22], dim: [2, 22] } as const;

/** Colours for a terminal, unless the one before it wants none (https://no-color.org). */
export function paintFor(fd: number, environment: Readonly<Record<string, string | undefined>>): Paint {
  const isPlain = !isatty(fd) || (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return (colour, text) => {
    const [on, off] = CODES[colour];
    return isPlain ? text : `\u001b[${String(on)}m${text}\u001b[${String(off)}m`;
  };
}
