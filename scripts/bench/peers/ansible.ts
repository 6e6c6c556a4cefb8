import type { Scene } from '../../../test/support/scene.ts';
import { BACKGROUND, type Job, type Peer } from '../peer.ts';

export const ansible: Peer = {
  name: 'Ansible',
  version: ['ansible-playbook', '--version'],
  howToGet: 'Debian package `ansible-core`',
  most: { commands: 30, requests: 20 },
  commands: (scene, count) => playbook(scene, Array<object>(count).fill({ command: { cmd: '/bin/true' } })),
  requests: (scene, count, url) => playbook(scene, Array<object>(count).fill({ uri: { url } })),
  cancel: (scene) =>
    playbook(scene, [
      { command: { argv: ['sh', '-c', BACKGROUND] }, async: 3600, poll: 0 },
      { command: { cmd: 'sleep 3600' } },
    ]),
};

function playbook(scene: Scene, block: readonly object[]): Job {
  const file = scene.file(
    'playbook.json',
    JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks: [{ block }] }]),
  );
  return { argv: ['ansible-playbook', '--inventory', 'localhost,', '--connection', 'local', file] };
}
