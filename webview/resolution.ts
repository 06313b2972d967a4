/** Calls back whenever the page is drawn at another resolution, until it is disconnected. */
export function onResolution(changed: () => void): { disconnect(): void } {
  const end = new AbortController();
  const listen = (): void => {
    // A query knows one resolution, and hears when it is left.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        changed();
        listen();
      },
      { once: true, signal: end.signal },
    );
  };
  listen();
  return { disconnect: () => end.abort() };
}
