import type { Diagnostic } from '../config/diagnostic.ts';
import { EXEC_SECTION, loadPlan, type LoadedPlan } from '../measurement/load-plan.ts';
import { visible } from '../text/visible.ts';
import { ConfigError, type ConfigDiagnostic } from './config-error.ts';
import { makeConfig, type Config } from './config.ts';

export interface ConfigOptions {
  /** The section to read, which the file must have then. Default: `exec`, and a file without it has nothing to run. */
  readonly section?: string | undefined;
  /** What tasks inherit, and `${env:NAME}` and `${secret:NAME}` stand for. Default: `process.env`. It is copied. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

export async function load(file: string | undefined, options: ConfigOptions): Promise<Config> {
  const { section } = options;
  const environment = { ...(options.environment ?? process.env) };
  const choice = section === undefined ? EXEC_SECTION : { section, sectionRequired: true };
  const loaded = await loadPlan(file, choice, environment, 'error');
  if (!loaded.ok) throw configError(file, loaded);
  const { shownSettings } = await import('../measurement/shown-settings.ts');
  const shown = {
    file: loaded.identity,
    section: loaded.plan.section,
    warnings: warningsOf(loaded),
    plan: shownSettings(loaded, environment),
  };
  return makeConfig(shown, { loaded, environment });
}

function configError(file: string | undefined, { message, diagnostics }: LoadedPlan & { ok: false }): ConfigError {
  // One that cannot be read has no mistakes in it.
  const mistakes = diagnostics.length > 0 ? diagnostics.map(publicly) : [ofWhole('error', file, message)];
  return new ConfigError(message, mistakes);
}

function warningsOf({ file, ofFile, plan, diagnostics }: LoadedPlan & { ok: true }): readonly ConfigDiagnostic[] {
  // The line for a person begins with what stands beside it here.
  const bare = ofFile.map((line) => line.replace(`${visible(file)}: warning: `, ''));
  return [...[...bare, ...plan.remarks].map((text) => ofWhole('warning', file, text)), ...diagnostics.map(publicly)];
}

function publicly({ severity, file, line, column, endColumn, message, hint }: Diagnostic): ConfigDiagnostic {
  return { severity, file, line, column, endColumn, message, hint };
}

function ofWhole(severity: ConfigDiagnostic['severity'], file: string | undefined, message: string): ConfigDiagnostic {
  return { severity, file, line: undefined, column: undefined, endColumn: undefined, message, hint: undefined };
}
