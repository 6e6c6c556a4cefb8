import { InvalidArgumentError, type Command } from 'commander';
import type { ExportTarget } from '../../comparison/exports/target.ts';
import type { MeasureOptions } from '../measure-options.ts';

/** What the commands that measure more than once have in common. */
export interface SeriesOptions extends MeasureOptions {
  readonly keepGoing?: boolean;
  readonly json?: boolean;
  readonly export?: readonly ExportTarget[];
}

export function addSeriesOptions(command: Command): Command {
  return addExportOption(
    command
      .option('--keep-going', 'leave out a measurement that fails, and go on')
      .option('--json', 'the figures as one JSON object'),
  );
}

export function addExportOption(command: Command): Command {
  return command.option(
    '--export <format=file>',
    'also to a file: prometheus=, csv= or json= (again for more)',
    target,
  );
}

/** Beyond it, what is kept of a series grows large, and its figures no better. */
const MOST_RUNS = 1000;

export function count(text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > MOST_RUNS) throw new InvalidArgumentError('Expected a whole number, 1 to 1000.');
  return value;
}

/** A share of one, of `2%`. */
export function percent(text: string): number {
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  const value = Number(digits ?? 0) / 100;
  if (value <= 0 || value > 1) throw new InvalidArgumentError('Expected a percentage above 0%, like 2% or 0.5%.');
  return value;
}

/** `NAME=value`, one after the other. */
export function variable(text: string, before: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const [, name = '', value = ''] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Expected a variable and its value, like BUILD=base.');
  checkName(name);
  if (value.includes('\0')) throw new InvalidArgumentError('No variable can hold a NUL.');
  return { ...before, [name]: value };
}

/** What tasks are told of their run stays true. */
export function checkName(name: string): void {
  if (name.startsWith('SERVO_EXEC_')) throw new InvalidArgumentError(`${name} is set by servo-exec itself.`);
}

export function text(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

const FORMATS = ['prometheus', 'csv', 'json'] as const;

function target(value: string, before: readonly ExportTarget[] | undefined): ExportTarget[] {
  const [, written, file = ''] = /^([a-z]+)=(.+)$/s.exec(value) ?? [];
  const format = FORMATS.find((known) => known === written);
  if (format === undefined) throw new InvalidArgumentError('Expected prometheus=FILE, csv=FILE or json=FILE.');
  return [...(before ?? []), { format, file }];
}
