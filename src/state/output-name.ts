import type { OutputStream, TaskRef } from '../events.ts';
import { taskPlace } from '../text/task-place.ts';

const LONGEST_LABEL = 60;

/** The file of a task's stream: `start-0-load.stdout`. Safe whatever the label, and like no other of the plan. */
export function outputName({ stage, index, label }: TaskRef, stream: OutputStream): string {
  const ownName = label === taskPlace({ stage, index }) ? '' : label;
  const word = ownName
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, LONGEST_LABEL)
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return `${stage}-${String(index)}${word === '' ? '' : `-${word}`}.${stream}`;
}
