/** Work is done for no longer than this before the page may draw and take keys again, milliseconds. */
const sliceMs = 12;

/**
 * Does work in slices, so that the page stays awake.
 *
 * @param step Does a small piece. Returns whether there is more.
 * @param signal Ends the work without a further word.
 * @returns Whether it was done to its end.
 */
export async function inSlices(step: () => boolean, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const end = performance.now() + sliceMs;
    do {
      if (signal.aborted) {
        return false;
      }
      if (!step()) {
        return true;
      }
    } while (performance.now() < end);
    await nextTask();
  }
}

/** Not a timer: those wait for four milliseconds from the fifth on. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
