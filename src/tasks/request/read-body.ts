import type { Answer } from './answer.ts';
import { codeOf, reasonOf, trouble, type Trouble } from './trouble.ts';
import { unpackerFor, type Unpacker } from './unpack.ts';

/**
 * Reads the rest of an answer, unpacked, piece by piece and never faster than it is unpacked.
 * Resolves at its end, with what was wrong if it did not come whole.
 * `take` gets the plain bytes; it may say `false`: enough, and no more is read.
 */
export function readBody(answer: Answer, take: (chunk: Buffer) => boolean): Promise<Trouble | undefined> {
  const { message } = answer;
  if (message === undefined) return Promise.resolve(answer.trouble());
  return new Promise((resolve) => {
    let unpacker: Unpacker | undefined;
    let received = 0;
    let over = false;

    const end = (wrong?: Trouble): void => {
      if (over) return;
      over = true;
      if (wrong !== undefined) message.destroy();
      for (const stage of unpacker?.stages ?? []) stage.destroy();
      resolve(wrong);
    };
    const hand = (chunk: Buffer): void => {
      if (!over && !take(chunk)) end();
    };
    const breakOff = (): void => {
      end(brokenOff(answer, received));
    };
    const unpack = (firstByte: number | undefined): Unpacker | undefined => {
      const found = firstByte === undefined ? undefined : unpackerFor(message.headers['content-encoding'], firstByte);
      found?.output.on('data', hand);
      found?.output.on('end', () => {
        // What follows the packed data is read, so that the connection can be used again, and dropped.
        if (message.complete) end();
        else message.resume();
      });
      found?.input.on('drain', () => message.resume());
      for (const stage of found?.stages ?? []) {
        stage.on('error', (error) => {
          const packing = message.headers['content-encoding'] ?? '';
          end(trouble(codeOf(error), `the answer's ${packing} data is broken (${reasonOf(error)})`));
        });
      }
      return found;
    };

    message.on('data', (chunk: Buffer) => {
      if (over) return;
      if (received === 0) unpacker = unpack(chunk[0]);
      received += chunk.length;
      if (unpacker === undefined) hand(chunk);
      else if (!unpacker.output.readableEnded && !unpacker.input.write(chunk)) message.pause();
    });
    message.on('end', () => {
      // A body without a length ends with its connection, and Node tells no end from a reset here.
      if (answer.trouble() !== undefined) breakOff();
      else if (unpacker === undefined || unpacker.output.readableEnded) end();
      else unpacker.input.end();
    });
    message.on('error', breakOff);
    message.on('close', () => {
      if (!message.readableEnded) breakOff();
    });
    if (message.destroyed && !message.readableEnded) breakOff();
  });
}

function brokenOff(answer: Answer, received: number): Trouble {
  const wrong = answer.trouble();
  const whole = answer.headers['content-length'];
  if (wrong === undefined || wrong.code === 'ECONNRESET' || wrong.code === 'EPIPE') {
    const of = whole === undefined ? '' : ` of ${whole}`;
    return trouble(wrong?.code ?? 'ECONNRESET', `the answer broke off after ${String(received)}${of} bytes`);
  }
  return wrong;
}
