import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer } from './answer.ts';
import { bodyTrouble, connectionTrouble } from './connection-trouble.ts';
import { sendBody } from './send-body.ts';
import { silence } from './silence.ts';
import type { StopSignal } from './stop-signal.ts';
import { trouble, type Trouble } from './trouble.ts';
import { watchIdle } from './watch-idle.ts';

export interface ExchangeOptions {
  readonly idleTimeoutMs: number;
  readonly signal: StopSignal;
  /** Whom the connection is to, in words: `host:port`, or `the proxy host:port`. */
  readonly peer: string;
}

/** Early hints and their like; a server that sends nothing else never answers. */
const MOST_INTERIM_ANSWERS = 100;

/**
 * Sends one request on its connection and waits for the head of the answer. `stale`: the connection had been used
 * before, and was closed before any byte of an answer.
 */
export function exchange(
  request: ClientRequest,
  body: Buffer | undefined,
  { idleTimeoutMs, signal, peer }: ExchangeOptions,
): Promise<Answer | (Trouble & { readonly stale: boolean })> {
  return new Promise((resolve) => {
    let message: IncomingMessage | undefined;
    let taken: Duplex | undefined;
    let wrong: Trouble | undefined;
    let bytesBefore = 0;
    let interimAnswers = 0;

    const fail = (what: Trouble, stale = false): void => {
      wrong ??= what;
      request.destroy();
      taken?.destroy();
      resolve({ ...wrong, stale });
    };
    const halt = (): void => {
      fail(trouble('ECANCELED', 'stopped'));
    };
    const answered = (head: IncomingMessage): void => {
      message = head;
      // A connection that breaks now shows here, and is told by whoever reads the body.
      head.on('error', (error) => (wrong ??= bodyTrouble(error, peer)));
      resolve({
        kind: 'answer',
        status: head.statusCode ?? 0,
        headers: head.headers,
        message: taken === undefined ? head : undefined,
        trouble: () => wrong,
        takeConnection: () => {
          if (taken === undefined) throw new Error('Internal error: the connection is still one for HTTP');
          signal.remove(halt);
          return taken;
        },
        close: () => {
          signal.remove(halt);
          if (!head.complete || !request.writableFinished) request.destroy();
          taken?.destroy();
        },
      });
    };
    const answeredWithConnection = (head: IncomingMessage, connection: Duplex, first: Buffer): void => {
      taken = connection;
      taken.on('error', (error: Error) => (wrong ??= connectionTrouble(error, peer)));
      if (first.length > 0) taken.unshift(first);
      answered(head);
    };

    request.once('socket', (socket) => (bytesBefore = socket.bytesRead));
    request.once('response', answered);
    request.once('upgrade', answeredWithConnection);
    request.once('connect', answeredWithConnection);
    request.on('information', () => {
      if (++interimAnswers > MOST_INTERIM_ANSWERS) fail(trouble('EINTERIM', `${peer} sends interim answers only`));
    });
    const unpackingIsBehind = (): boolean => message?.isPaused() === true;
    watchIdle(request, idleTimeoutMs, unpackingIsBehind, (socket) => {
      fail(trouble('ETIMEDOUT', silence(request, socket, message !== undefined, idleTimeoutMs, peer)));
    });
    request.on('error', (error) => {
      if (message !== undefined) {
        // What breaks behind a whole answer, the rest of the sending say, is of no interest.
        if (!message.complete) fail(bodyTrouble(error, peer));
        return;
      }
      const what = connectionTrouble(error, peer);
      const letGo = what.code === 'ECONNRESET' || what.code === 'EPIPE';
      const unanswered = request.socket?.bytesRead === bytesBefore;
      fail(what, letGo && request.reusedSocket && unanswered && wrong === undefined);
    });
    if (signal.stopped) halt();
    else {
      signal.add(halt);
      sendBody(request, body);
    }
  });
}
