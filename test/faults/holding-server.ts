/** The server of the cells whose tasks are requests. It tells in the log what the tasks of other cells tell themselves. */
import type { ServerResponse } from 'node:http';
import type { Scene, TestLife } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import type { Manner } from './cells.ts';

export interface HoldingServer {
  readonly url: string;
  /** Ends the request that is held, the last one if there were several. */
  readonly release: () => void;
}

/**
 * Answers every request but that for `/HELD`. A polite server answers that one when it is released; a stubborn one has
 * begun to answer, never goes on, and breaks the connection when it is released.
 */
export async function holdRequests(test: TestLife, scene: Scene, held: string, manner: Manner): Promise<HoldingServer> {
  let waiting: ServerResponse | undefined;
  const url = await serve(test, (request, response) => {
    const name = request.url?.slice(1) ?? '';
    scene.note(`begin ${name}`);
    if (name === held) {
      if (manner === 'stubborn') response.write('so far');
      waiting = response;
    } else {
      scene.note(`end ${name}`);
      response.end();
    }
  });
  return {
    url,
    release() {
      scene.note(`end ${held}`);
      if (manner === 'stubborn') waiting?.destroy();
      else waiting?.end();
    },
  };
}
