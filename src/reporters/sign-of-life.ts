import { formatDuration } from '../text/duration.ts';
import { visible } from '../text/visible.ts';
import type { RunModel } from './live/run-model.ts';
import { describeTask } from './words.ts';

/** What a run is doing, for when nothing has happened for long; safe to show. */
export function signOfLife({ current, window, running, isOver }: RunModel, nowMs: number): string[] {
  if (isOver) return [];
  if (current?.stage === 'window' && window !== undefined) {
    const passed = formatDuration(Math.max(0, nowMs - window.startedAtMs));
    return [`window: ${passed} of ${formatDuration(window.durationMs)}`];
  }
  const tasks = running.filter(({ background }) => !background || current === undefined).slice(0, 1);
  if (tasks.length === 0) return ['waiting'];
  return tasks.map(({ task, startedAtMs }) => {
    const time = formatDuration(Math.max(0, nowMs - startedAtMs));
    return `  ${visible(describeTask(task))}: ${current === undefined ? 'being stopped' : `running for ${time}`}`;
  });
}
