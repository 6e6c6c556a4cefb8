/** A real terminal, which tmux is, for what `servo-exec` shows on one. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from './scene.ts';
import { SERVO_EXEC } from './state.ts';
import { waitFor } from './wait.ts';

export const noTerminal: string | false = spawnSync('tmux', ['-V']).error === undefined ? false : 'there is no `tmux`';

export interface Terminal {
  /** What stands on it, line by line. */
  screen(): string;
  /** The same with what has been scrolled away above. */
  everything(): string;
  /** With the sequences that make colours. */
  coloured(): string;
  /** Waits until the screen matches, and returns it. */
  shows(what: RegExp): Promise<string>;
  press(key: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the command has ended. */
  exitCode(): Promise<number>;
}

/** Calls `servo-exec` with these words of a shell on a terminal of that size. */
export function openTerminal(
  scene: Scene,
  words: string,
  {
    columns = 80,
    rows = 24,
    env = {},
  }: { columns?: number; rows?: number; env?: Readonly<Record<string, string>> } = {},
): Terminal {
  const socket = join(scene.folder, 'tmux');
  const tmux = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync('tmux', ['-u', '-S', socket, '-f', '/dev/null', ...args], {
      cwd: scene.folder,
      env: { ...scene.environment, TERM: 'xterm-256color' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  // The shell outlives Ctrl-C, which all on the terminal get, to tell how it ended; what it says is no part of the screen.
  const settings = Object.entries(env)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');
  const call = `'${process.execPath}' '${SERVO_EXEC}' ${words}`;
  writeFileSync(
    join(scene.folder, 'on-terminal.sh'),
    `${settings}trap : INT\n${call}\necho $? > exit-code.new\nmv exit-code.new exit-code\ntrap - INT\nexec sleep 600\n`,
  );
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), 'exec sh on-terminal.sh');
  const capture = (...args: string[]): string => tmux('capture-pane', '-p', ...args);
  return {
    screen: () => capture(),
    everything: () => capture('-J', '-S', '-'),
    coloured: () => capture('-e', '-S', '-'),
    shows: (what) =>
      waitFor(`${what.source} on the terminal`, () => {
        const screen = capture();
        return what.test(screen) ? screen : undefined;
      }),
    press(key) {
      tmux('send-keys', key);
    },
    resize(width, height) {
      tmux('resize-window', '-x', String(width), '-y', String(height));
    },
    exitCode: async () => {
      const text = await waitFor('the end of servo-exec', () => {
        try {
          return scene.read('exit-code');
        } catch {
          return undefined;
        }
      });
      return Number(text);
    },
  };
}
