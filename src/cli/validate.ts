import { renderDiagnostics, type Diagnostic } from '../config/diagnostic.ts';
import type { Difference } from '../config/from-python/difference.ts';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { processWorld } from '../driver/world.ts';
import { checkFile, EXEC_SECTION } from '../measurement/load-plan.ts';
import { visible } from '../text/visible.ts';
import { print } from './output.ts';

export interface ValidateOptions {
  readonly asJson: boolean;
  readonly fromPython: boolean;
}

/** One config, and all there is to say about it. */
interface Verdict {
  /** `null` where none was found. */
  readonly file: string | null;
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the whole file: that it cannot be read, or who may write it. */
  readonly ofFile: readonly string[];
  readonly remarks: readonly string[];
  readonly differences: readonly Difference[] | undefined;
}

/** Checks one config after the other, and tells of each. Resolves with the exit code. */
export async function validate(configs: readonly (string | undefined)[], options: ValidateOptions): Promise<number> {
  const verdicts: Verdict[] = [];
  for (const config of configs) {
    const verdict = await judge(config, options);
    verdicts.push(verdict);
    if (!options.asJson) await tell(verdict);
  }
  if (options.asJson) await print(JSON.stringify(verdicts.map(jsonOf), undefined, 2));
  return verdicts.every(({ ok }) => ok) ? EXIT_CODES.ok : EXIT_CODES.usage;
}

async function judge(config: string | undefined, { fromPython }: ValidateOptions): Promise<Verdict> {
  const found = await checkFile(config, EXEC_SECTION, process.env, 'warning');
  if (!found.ok) {
    const nothing = { diagnostics: [], remarks: [], differences: undefined };
    return { file: config ?? null, ok: false, ofFile: [found.message], ...nothing };
  }
  const { file, text, warnings: ofFile, checked } = found;
  return {
    file,
    ok: checked.ok,
    diagnostics: checked.ok ? checked.warnings : checked.diagnostics,
    ofFile,
    remarks: checked.ok ? checked.plan.remarks : [],
    differences: fromPython ? await differencesIn(text) : undefined,
  };
}

async function differencesIn(text: string): Promise<readonly Difference[]> {
  const { differencesFromPython } = await import('../config/from-python/differences.ts');
  return differencesFromPython(text, EXEC_SECTION.section);
}

/** What is wrong goes to standard error, what is asked for to standard output. */
async function tell({ file, ok, diagnostics, ofFile, remarks, differences }: Verdict): Promise<void> {
  const wrong = [...ofFile, renderDiagnostics(diagnostics)].filter((text) => text !== '');
  if (wrong.length > 0) await processWorld.tell(wrong.join('\n'));
  const name = visible(file ?? '');
  const lines = ok ? [`${name}: ok`, ...remarks] : [];
  if (differences !== undefined) {
    lines.push(
      ...differences.map(
        ({ line, column, message, chapter }) =>
          `${name}:${String(line)}:${String(column)}: ${visible(message)} (${linkTo(chapter)})`,
      ),
      `${name}: ${countOf(differences.length)} the Python driver would have done differently; docs/migrating.md has what no file shows`,
    );
  }
  if (lines.length > 0) await print(lines.join('\n'));
}

function countOf(differences: number): string {
  if (differences === 0) return 'nothing in it that';
  return differences === 1 ? '1 thing that' : `${String(differences)} things that`;
}

function linkTo(chapter: Difference['chapter']): string {
  return `docs/migrating.md#${chapter}`;
}

/** `docs/cli.md` describes this. */
function jsonOf({ file, ok, diagnostics, ofFile, remarks, differences }: Verdict): unknown {
  const whole = { line: null, column: null, endColumn: null };
  // The line for a person begins with what stands beside it here.
  const bare = ofFile.map((line) => line.replace(`${visible(file ?? '')}: warning: `, ''));
  return {
    file,
    ok,
    diagnostics: [
      ...bare.map((message) => ({
        severity: ok ? 'warning' : severityOfFile(diagnostics),
        ...whole,
        message,
        hint: null,
      })),
      ...diagnostics.map(({ severity, line, column, endColumn, message, hint }) => {
        return { severity, line, column, endColumn, message, hint: hint ?? null };
      }),
    ],
    remarks,
    ...(differences === undefined
      ? {}
      : { fromPython: differences.map(({ chapter, ...of }) => ({ ...of, more: linkTo(chapter) })) }),
  };
}

/** A file without mistakes in it that is not ok is one that cannot be read. */
function severityOfFile(diagnostics: readonly Diagnostic[]): Diagnostic['severity'] {
  return diagnostics.length === 0 ? 'error' : 'warning';
}
