/** What a promise comes to, or `otherwise` as soon as the signal is aborted. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal, otherwise: () => T): Promise<T> {
  let end: () => void = () => undefined;
  const cut = new Promise<T>((resolve) => {
    end = () => {
      resolve(otherwise());
    };
  });
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([promise, cut]);
  } finally {
    // The same signal is waited for again with the next look.
    signal.removeEventListener('abort', end);
  }
}
