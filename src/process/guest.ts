let guest = false;

/**
 * This process is somebody else's, in which we are a library: what holds for the whole of it is left as it is. That is V8's
 * flags, its place among the control groups, and its listeners. For good, since who is a guest is not at home as well.
 */
export function beGuest(): void {
  guest = true;
}

export function isGuest(): boolean {
  return guest;
}
