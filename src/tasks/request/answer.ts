import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Trouble } from './trouble.ts';

/** The head of an answer, with the rest still to come. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` for an answer that makes something else of the connection: 101, or any to CONNECT. */
  readonly message: IncomingMessage | undefined;
  /** What went wrong since the head came, if anything did. */
  readonly trouble: () => Trouble | undefined;
  /** The connection that became something else; from now on its taker closes it. */
  readonly takeConnection: () => Duplex;
  /** Gives up what is still to be sent or received. Leaves a connection alone that can be used again. */
  readonly close: () => void;
}
