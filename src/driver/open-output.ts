import { constants, fstatSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * A descriptor for the same output as `fd` on which a write returns at once (EAGAIN) when the reader does not
 * keep up. A blocked write would hold up everything, and in a thread of the pool still the exit of the process.
 *
 * A pipe or a terminal is opened a second time: the mode belongs to the open file, and other processes share
 * the first one. A socket, and a pipe of another user, cannot be opened again and get the mode where they are.
 */
export function openOutput(fd: number, isOnlyLine: boolean): number {
  const stat = fstatSync(fd);
  // A socket has room for one short line, and it takes as long to load what could set the mode as all else together.
  if (isOnlyLine && stat.isSocket()) return fd;
  const canBlock = stat.isFIFO() || stat.isSocket() || stat.isCharacterDevice();
  if (!canBlock) return fd;
  if (!stat.isSocket() && process.platform === 'linux') {
    try {
      return openSync(`/proc/self/fd/${String(fd)}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      // Then as a socket.
    }
  }
  if (!stat.isCharacterDevice()) setNonBlocking(fd);
  return fd;
}

/** Node has no call for the mode itself, but sets it on what it takes as a socket. */
function setNonBlocking(fd: number): void {
  // Loaded by need.
  const net = process.getBuiltinModule('node:net');
  heldForGood.push(new net.Socket({ fd, readable: false, writable: true }).unref());
}

/** A socket that is collected would close its descriptor. */
const heldForGood: Socket[] = [];
