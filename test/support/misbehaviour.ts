/**
 * Tasks that are hard to end, as shell code. Each writes `ready` to the log when all of it is in place, and then stays
 * for longer than any test.
 */
const STAYS = 'sleep 600';
const READY = 'echo ready >> log';
/** All signals that can be ignored. */
const DEAF = `trap '' 1 2 3 4 5 6 7 8 10 11 12 13 14 15 16 17 18 20 21 22 23 24 25 26 27 28 29 30 31`;

const untilStopped = (pid: string): string => `until grep -q "^State:.T" /proc/${pid}/status; do sleep 0.01; done`;

export const MISBEHAVIOUR = {
  'ignores every signal': `${DEAF}; ${READY}; while :; do ${STAYS}; done`,
  'forks away': `(${STAYS} &); ${READY}; ${STAYS}`,
  'has a child in a session of its own': `setsid ${STAYS} & ${READY}; wait`,
  'forks twice into a session of its own': `(setsid sh -c '(${STAYS} &) ; ${STAYS}' &); ${READY}; ${STAYS}`,
  'has a child in another process group': `bash -c 'set -m; ${STAYS} & ${READY}; wait'`,
  'moves all that stays to other process groups, and ends on the signal': `trap 'exit 0' TERM; bash -c 'set -m; (${DEAF}; exec ${STAYS}) & ${READY}; exec ${STAYS}' & wait; wait`,
  'has a child without an environment': `env -i PATH="$PATH" sh -c '${STAYS}; :' & ${READY}; wait`,
  'has a deaf child without an environment, in a session of its own': `(${DEAF}; exec setsid env -i PATH="$PATH" sh -c '${STAYS}; :') & ${READY}; wait`,
  'closes its output and works on': `exec >&- 2>&-; ${READY}; ${STAYS}`,
  'is stopped (SIGSTOP)': `sh -c '${untilStopped('$PPID')}; ${READY}' & kill -STOP $$; ${STAYS}`,
  'is stopped (SIGSTOP), and ignores every signal': `${DEAF}; sh -c '${untilStopped('$PPID')}; ${READY}' & kill -STOP $$; ${STAYS}`,
  'has a stopped child in a session of its own': `setsid sh -c 'kill -STOP $$; ${STAYS}' & ${untilStopped('$!')}; ${READY}; ${STAYS}`,
  'starts a thousand children': `i=0; while [ $i -lt 1000 ]; do ${STAYS} & i=$((i+1)); done; ${READY}; wait`,
  // Each of a few chains ends by itself after some hundred links, of which the last stays.
  'respawns all the time, in one group': `echo '[ $1 -gt 0 ] || exec ${STAYS}; sh respawn.sh $(($1-1)) &' > respawn.sh; for i in 1 2 3; do sh respawn.sh 400 & done; ${READY}; ${STAYS}`,
  'respawns all the time, each time in a new session': `echo '[ $1 -gt 0 ] || exec ${STAYS}; setsid sh respawn.sh $(($1-1)) &' > respawn.sh; for i in 1 2 3; do sh respawn.sh 400 & done; ${READY}; ${STAYS}`,
  'starts two more for each that is told to end': `echo 'trap "[ $1 -gt 0 ] && { setsid sh hydra.sh $(($1-1)) & setsid sh hydra.sh $(($1-1)) & }; exit" TERM; [ $1 = 5 ] && ${READY}; while :; do sleep 0.02; done' > hydra.sh; sh hydra.sh 5 & wait; ${STAYS}`,
} as const;

/** What stays when the task's own process has ended. */
export const LEFT_BEHIND = {
  'children in its group': `${STAYS} & ${STAYS} & ${READY}`,
  'children that ignore every signal': `(${DEAF}; exec ${STAYS}) & ${READY}`,
  'a child that holds its output': `(${DEAF}; while :; do echo still here; sleep 0.02; done) & ${READY}`,
  'a child in a session of its own': `setsid ${STAYS} & ${READY}`,
  'a double fork in a session of its own': `(setsid sh -c '(${STAYS} &) ; ${STAYS}' &); ${READY}`,
  'a child in another process group': `bash -c 'set -m; ${STAYS} & ${READY}'`,
  'a child without an environment': `env -i PATH="$PATH" sh -c '${STAYS}; :' & ${READY}`,
  'a stopped child in a session of its own': `setsid sh -c 'kill -STOP $$; ${STAYS}' & ${untilStopped('$!')}; ${READY}`,
  'a thousand children': `i=0; while [ $i -lt 1000 ]; do ${STAYS} & i=$((i+1)); done; ${READY}`,
  'what respawns all the time, in its group': `echo '[ $1 -gt 0 ] || exec ${STAYS}; sh respawn.sh $(($1-1)) &' > respawn.sh; for i in 1 2 3; do sh respawn.sh 400 & done; ${READY}`,
} as const;
