import { BACKGROUND, type Job, type Peer } from '../peer.ts';

export const bash: Peer = {
  name: 'bash with a trap',
  version: ['bash', '--version'],
  howToGet: 'Debian package `bash`, and `curl` for the requests',
  most: { commands: Infinity, requests: Infinity },
  commands: (_scene, count) => script(`for i in $(seq ${String(count)}); do /bin/true || exit; done`),
  requests: (_scene, count, url) =>
    script(`for i in $(seq ${String(count)}); do curl -fsS -o /dev/null ${url} || exit; done`),
  cancel: () => script(`sh -c '${BACKGROUND}' &\nbackground=$!\nsleep 3600 &\nwait $!`),
};

/** Without `wait`, bash would not run the trap before the foreground command has ended. */
function script(commands: string): Job {
  return {
    argv: [
      'bash',
      '-c',
      `clean_up() { kill $(jobs -p) 2>/dev/null; }\ntrap clean_up EXIT\ntrap 'exit 3' TERM INT\n${commands}`,
    ],
  };
}
