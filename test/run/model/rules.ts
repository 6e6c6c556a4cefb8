/** What holds for every measurement, as far as its trace shows it. */
import {
  firstReasonDecides,
  givenUpOnce,
  nothingBegunNothingRuns,
  postRunsEntirely,
  restIsSkipped,
} from './end-rules.ts';
import {
  allRunsWhenAllIsWell,
  nothingAfterTheEnd,
  stagesInOrder,
  tasksInOrder,
  windowHasItsLength,
} from './stage-rules.ts';
import {
  attemptsAreNested,
  attemptsAsOftenAsAllowed,
  backgroundIsStopped,
  failuresCount,
  resultsAreTrue,
  survivorsAreTold,
} from './task-rules.ts';
import type { Rule } from './trace.ts';

export const RULES: readonly Rule[] = [
  stagesInOrder,
  nothingAfterTheEnd,
  allRunsWhenAllIsWell,
  tasksInOrder,
  attemptsAreNested,
  attemptsAsOftenAsAllowed,
  resultsAreTrue,
  failuresCount,
  firstReasonDecides,
  restIsSkipped,
  nothingBegunNothingRuns,
  postRunsEntirely,
  givenUpOnce,
  backgroundIsStopped,
  survivorsAreTold,
  windowHasItsLength,
];
