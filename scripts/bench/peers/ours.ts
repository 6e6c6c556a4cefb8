import type { Scene } from '../../../test/support/scene.ts';
import { DRIVER } from '../measurement.ts';
import { BACKGROUND, type Job, type Peer } from '../peer.ts';

export const ours: Peer = {
  name: 'servo-exec',
  version: [process.execPath, DRIVER, '--version'],
  howToGet: '`npm run build`',
  most: { commands: Infinity, requests: Infinity },
  commands: (scene, count) => job(scene, Array<object>(count).fill({ exec: ['/bin/true'] })),
  requests: (scene, count, url) => job(scene, Array<object>(count).fill({ request: { url } })),
  cancel: (scene) => job(scene, [{ async: true, shell_exec: BACKGROUND }, { exec: ['sleep', '3600'] }]),
};

function job(scene: Scene, start: readonly object[]): Job {
  scene.file('config.yaml', JSON.stringify({ exec: { start } }));
  return { argv: [process.execPath, DRIVER, 'app'], input: JSON.stringify({ control: { duration: 0 } }) };
}
