/** Calls `run` at most once in `intervalMs`: at once after a pause, and once more at the end of a burst. */
export function throttle(run: () => void, intervalMs: number): () => void {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (timer !== undefined) {
      return;
    }
    const wait = last + intervalMs - performance.now();
    const call = (): void => {
      timer = undefined;
      last = performance.now();
      run();
    };
    if (wait <= 0) {
      call();
    } else {
      timer = setTimeout(call, wait);
    }
  };
}
