import { execArgv, shellArgv, signal, variables, type Argv } from './commands.ts';
import { duration, filledTemplate, type CheckScope } from './leaves.ts';
import type { RequestSettings } from './request-schema.ts';
import { setting, type Schema, type Setting } from './schema-kit.ts';
import type { Template } from './template.ts';

interface ActionEntries {
  readonly exec: Setting<Argv | undefined>;
  readonly shell_exec: Setting<Argv | undefined>;
  readonly request: Setting<RequestSettings | undefined>;
  readonly cwd: Setting<Template | undefined>;
  readonly env: Setting<ReadonlyMap<string, Template> | undefined>;
  readonly stop_signal: Setting<NodeJS.Signals | undefined>;
  readonly stop_grace_period: Setting<number | undefined>;
}

/** The keys that say what a task does, or a probe, and how that is stopped. `request` is the schema of what `request` holds. */
export function actionEntries(scope: CheckScope, request: Schema<RequestSettings | undefined>): ActionEntries {
  return {
    exec: setting(execArgv(scope), 'A program, or a list of a program and its arguments, run without a shell.', [
      '/bin/echo',
      'hello',
    ]),
    shell_exec: setting(
      shellArgv(scope),
      'A command for /bin/sh -c, or a list of it and the arguments of the shell.',
      'grep -c ERROR /var/log/shop.log > errors.txt',
    ),
    request: setting(request, 'An HTTP request.', {
      url: 'http://127.0.0.1:8080/health',
    }),
    cwd: setting(
      filledTemplate(scope, 'the working folder'),
      'The working folder of the command. Default: that of the driver.',
      '/srv/shop',
    ),
    env: setting(variables(scope), 'Environment variables for the command, besides those of the driver.', {
      THREADS: 4,
    }),
    stop_signal: setting(signal, 'What the command is stopped with. Default SIGTERM.', 'SIGINT'),
    stop_grace_period: setting(duration({ zero: true }), 'From the stop signal to SIGKILL. Default 5 s.', '30s'),
  };
}
