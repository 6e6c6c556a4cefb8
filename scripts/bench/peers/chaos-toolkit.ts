import type { Scene } from '../../../test/support/scene.ts';
import { BACKGROUND, type Job, type Peer } from '../peer.ts';

export const chaosToolkit: Peer = {
  name: 'Chaos Toolkit',
  version: ['chaos', '--version'],
  howToGet: '`pip install chaostoolkit`',
  most: { commands: Infinity, requests: Infinity },
  commands: (scene, count) => experiment(scene, Array<object>(count).fill(action(program('/bin/true')))),
  requests: (scene, count, url) => experiment(scene, Array<object>(count).fill(action({ type: 'http', url }))),
  cancel: (scene) =>
    experiment(scene, [
      { ...action(program('sh', ['-c', `'${BACKGROUND}'`])), background: true },
      action(program('sleep', ['3600'])),
    ]),
};

function action(provider: object): object {
  return { type: 'action', name: 'task', provider };
}

function program(path: string, args: readonly string[] = []): object {
  return { type: 'process', path, arguments: args.join(' ') };
}

function experiment(scene: Scene, method: readonly object[]): Job {
  const file = scene.file(
    'experiment.json',
    JSON.stringify({ title: 'a measurement', description: 'the same job', method }),
  );
  // Without the first it asks its maker for a newer version.
  return { argv: ['chaos', '--no-version-check', 'run', '--no-verify-tls', file] };
}
