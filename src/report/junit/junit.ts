import { TASK_STAGES } from '../../config/plan.ts';
import type { ReportedTask, Subject } from '../subject.ts';
import { verdictOf } from '../verdict.ts';
import { caseOfTask, type Case } from './task-case.ts';
import { xml, type Xml } from './xml.ts';

/** The run as test results: a suite for each stage with a case for each task, and before them one for the measurement. */
export function junitReport(subject: Subject): string {
  const { run, tasks, span } = subject;
  const suites = [
    suite('measurement', [caseOfMeasurement(subject)], subject, span.startMs),
    ...TASK_STAGES.flatMap((stage) => {
      const ofStage = tasks.filter(({ plan }) => plan.stage === stage);
      if (ofStage.length === 0) return [];
      const cases = ofStage.map((task) => caseOfTask(task, subject));
      return suite(stage, cases, subject, startOf(ofStage, subject));
    }),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return String(xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${run.header.app}" ${counts(all)} time="${seconds(span.endMs - span.startMs)}">
${suites.map(({ text }) => text)}</testsuites>
`);
}

function suite(
  name: string,
  cases: readonly Case[],
  { run }: Subject,
  startMs: number,
): { readonly text: Xml; readonly cases: readonly Case[] } {
  const skipped = cases.filter(({ kind }) => kind === 'skipped').length;
  const time = cases.reduce((sum, { ms }) => sum + ms, 0);
  const began = new Date(startMs).toISOString().slice(0, 19);
  const text = xml`<testsuite name="${name}" ${counts(cases)} skipped="${skipped}" time="${seconds(time)}" timestamp="${began}" hostname="${run.header.machine.name}">
${cases.map(
  ({
    label,
    ms,
    inside,
  }) => xml`<testcase classname="${run.header.section}.${name}" name="${label}" time="${seconds(ms)}">${inside}</testcase>
`,
)}</testsuite>
`;
  return { text, cases };
}

function counts(cases: readonly Case[]): Xml {
  const failures = cases.filter(({ kind }) => kind === 'failure').length;
  const errors = cases.filter(({ kind }) => kind === 'error').length;
  return xml`tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}

/** A run that was cancelled, has died or is not over may have no task that failed: this one does. */
function caseOfMeasurement({ run, span }: Subject): Case {
  const { word, why } = verdictOf(run);
  const { result } = run;
  const ms = result?.durationMs ?? span.endMs - span.startMs;
  const base = { label: 'outcome', ms };
  const notes = Object.values(result?.annotations ?? {}).flat();
  const told = xml`<system-out>${[`run ${run.runId}`, ...notes].join('\n')}</system-out>`;
  if (word === 'ok') return { ...base, kind: 'passed', inside: told };
  const message = result?.message ?? why;
  const type = result?.reason ?? word;
  return word === 'failed'
    ? { ...base, kind: 'failure', inside: xml`<failure type="${type}" message="${why}">${message}</failure>${told}` }
    : { ...base, kind: 'error', inside: xml`<error type="${type}" message="${why}">${message}</error>${told}` };
}

function startOf(tasks: readonly ReportedTask[], { span }: Subject): number {
  return tasks.find(({ record }) => record.startedAtMs !== null)?.record.startedAtMs ?? span.startMs;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
