import { realpathSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import type { CheckedConfig } from '../config/check-config.ts';
import type { Diagnostic } from '../config/diagnostic.ts';
import type { Plan } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';

/** The section of the config, and whether the file must have it (`OPTUNE_USE_DRIVER_NAME`, spec/driver.md §2). */
export interface SectionChoice {
  readonly section: string;
  readonly sectionRequired: boolean;
}

/** What people mean who name no section. */
export const EXEC_SECTION: SectionChoice = { section: 'exec', sectionRequired: false };

export function chooseSection(
  environment: Readonly<Record<string, string | undefined>>,
  calledAs: string,
): SectionChoice {
  const use = environment['OPTUNE_USE_DRIVER_NAME']?.toLowerCase();
  if (use !== '1' && use !== 'true') return EXEC_SECTION;
  const extension = ['.js', '.mjs', '.cjs'].includes(extname(calledAs)) ? extname(calledAs) : '';
  return { section: basename(calledAs, extension), sectionRequired: true };
}

export type LoadedPlan =
  /** `warnings` are for the terminal, whole; `remarks` are the plan's and what may leave the machine of the warnings. */
  | {
      readonly ok: true;
      readonly file: string;
      /** The same file under the same name, from wherever it is looked at. */
      readonly identity: string;
      readonly plan: Plan;
      readonly secrets: SecretValues;
      readonly warnings: string;
      readonly remarks: readonly string[];
      /** The warnings one by one: of the file itself, a line each, and of places in it. */
      readonly ofFile: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
    }
  /** `message` is the whole of it for a person: every mistake, with its place. None has one where the file cannot be read. */
  | { readonly ok: false; readonly message: string; readonly diagnostics: readonly Diagnostic[] };

export type CheckedFile =
  | {
      readonly ok: true;
      readonly file: string;
      readonly workingFolder: string;
      readonly text: string;
      /** Of the file itself, a line each. */
      readonly warnings: readonly string[];
      readonly checked: CheckedConfig;
    }
  /** `message`: which file, and why it could not be read. */
  | { readonly ok: false; readonly message: string };

/**
 * Finds, reads and checks the config. What it needs for that is loaded here, and by nobody who needs no config.
 * `missingEnvironment`: what an `${env:NAME}` or a secret without a value is.
 */
export async function checkFile(
  configFile: string | undefined,
  choice: SectionChoice,
  environment: Readonly<Record<string, string | undefined>>,
  missingEnvironment: 'error' | 'warning',
): Promise<CheckedFile> {
  const { findConfig } = await import('../config/find-config.ts');
  const workingFolder = currentFolder();
  if (workingFolder === undefined) return { ok: false, message: 'the working folder has been removed' };
  const found = await findConfig(configFile, workingFolder);
  if (!found.ok) return found;
  const { checkConfig } = await import('../config/check-config.ts');
  const { file, text } = found;
  // Not even looked for in the files of most people.
  const paths = text.includes('json_path') ? await import('../text/json-path.ts') : undefined;
  const options = { file, ...choice, environment, missingEnvironment, jsonPathProblem: paths?.jsonPathProblem };
  return { ...found, workingFolder, checked: checkConfig(text, options) };
}

/** The same, with everything that is to be told of it as text. */
export async function loadPlan(
  configFile: string | undefined,
  choice: SectionChoice,
  environment: Readonly<Record<string, string | undefined>>,
  missingEnvironment: 'error' | 'warning',
): Promise<LoadedPlan> {
  const found = await checkFile(configFile, choice, environment, missingEnvironment);
  if (!found.ok) return { ...found, diagnostics: [] };
  const { headlineOf, renderDiagnostics } = await import('../config/diagnostic.ts');
  const { file, workingFolder, warnings: ofFile, checked } = found;
  if (!checked.ok) {
    const { diagnostics } = checked;
    return { ok: false, message: renderDiagnostics(diagnostics), diagnostics };
  }
  const { plan, secrets, warnings: diagnostics } = checked;
  const remarks = [...plan.remarks, ...ofFile, ...diagnostics.map(headlineOf)];
  const warnings = [...ofFile, renderDiagnostics(diagnostics)].filter((line) => line !== '').join('\n');
  const identity = identityOf(workingFolder, file);
  return { ok: true, file, identity, plan, secrets, warnings, remarks, ofFile, diagnostics };
}

function identityOf(workingFolder: string, file: string): string {
  const path = resolve(workingFolder, file);
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
