/**
 * What is measured inside the panel's page. Each function goes there as text, so that it sees no more of this file than what
 * stands in it.
 */
export interface PanelProbe {
  /** Milliseconds from a jump of the scroll bar to a random place until the rows there are drawn. */
  jump(): Promise<number>;
  /** Milliseconds of each frame for a while. @param scrollPx How far to scroll in each. */
  frames(lengthMs: number, scrollPx: number): Promise<readonly number[]>;
  /** Milliseconds from a phrase as the filter to its first rows, and to its complete count. */
  filter(text: string): Promise<readonly [number, number]>;
  /** Milliseconds from a key on the timeline until what it shows then is drawn. */
  zoom(key: string): Promise<number>;
  heapBytes(): number;
}

/** When the page of the panel began to be ours, and when it had drawn rows: wall clock, milliseconds. */
export interface Opening {
  readonly scriptAskedFor: number;
  readonly rowsDrawn: number;
}

declare global {
  var probe: PanelProbe;
  var rowsDrawn: number | undefined;
}

/** Goes into every frame before its own scripts: notes when rows are drawn. */
export function watchOpening(): void {
  globalThis.rowsDrawn = undefined;
  // VS Code writes the page into a frame that is there already: its timers go on, its animation frames do not.
  const timer = setInterval(() => {
    if (document.querySelector('.list-row[data-seq]') !== null) {
      globalThis.rowsDrawn = performance.timeOrigin + performance.now();
    }
    if (rowsDrawn !== undefined || performance.now() > 30_000) {
      clearInterval(timer);
    }
  }, 4);
}

export function readOpening(): Opening {
  const script = performance.getEntriesByType('resource').find((entry) => entry.name.endsWith('/panel.js'));
  if (script === undefined || rowsDrawn === undefined) {
    throw new Error('The page did not note how it opened');
  }
  return { scriptAskedFor: performance.timeOrigin + script.startTime, rowsDrawn };
}

export function placeProbe(): void {
  const need = (selector: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) {
      throw new Error(`${selector} is not there`);
    }
    return found;
  };
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  /** Resolves once a frame is drawn: what asked for it later than this did has had its turn too. */
  const drawn = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  /** Milliseconds until something is so, looked at in each frame. Throws after a minute. */
  const until = async (start: number, what: string, isSo: () => boolean): Promise<number> => {
    for (;;) {
      await drawn();
      const passed = performance.now() - start;
      if (isSo()) {
        return passed;
      }
      if (passed > 60_000) {
        throw new Error(`Not within a minute: ${what}; the filter says "${need('#filter-state').textContent}"`);
      }
    }
  };
  const press = (target: HTMLElement, key: string): boolean =>
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const firstPosition = (): string => need('.list-row').dataset['position'] ?? '';
  const areDrawn = (): boolean => document.querySelector('.list-row.placeholder') === null;
  globalThis.probe = {
    jump: () => {
      const grid = need('.list-grid');
      const before = firstPosition();
      const start = performance.now();
      grid.scrollTop = Math.random() * (grid.scrollHeight - grid.clientHeight);
      return until(start, 'the rows of another place', () => firstPosition() !== before && areDrawn());
    },
    frames: async (lengthMs, scrollPx) => {
      const grid = need('.list-grid');
      const lengths: number[] = [];
      const start = performance.now();
      for (let last = await frame(); last - start < lengthMs;) {
        grid.scrollTop += scrollPx;
        const now = await frame();
        lengths.push(now - last);
        last = now;
      }
      return lengths;
    },
    filter: async (text) => {
      const input = document.querySelector<HTMLInputElement>('.filter-input, sse-filter-bar input');
      if (input === null) {
        throw new Error('There is no box for the filter');
      }
      const state = (): string => need('#filter-state').textContent;
      const enter = (query: string): number => {
        input.value = query;
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const start = performance.now();
        press(input, 'Enter');
        return start;
      };
      // Two filters can have the same count: nothing would tell of the second.
      await until(enter(''), 'no filter', () => !state().includes(' of '));
      const hasRows = (): boolean => {
        const rows = [...document.querySelectorAll('.list-row[data-seq]')];
        return state().includes(' of ') && rows.length > 0 && rows.every((row) => row.textContent.includes(text));
      };
      const isComplete = (): boolean => state().includes(' of ') && !state().includes('searching');
      const start = enter(`"${text}"`);
      return Promise.all([
        until(start, `rows with ${text}`, hasRows),
        until(start, `the count of ${text}`, () => hasRows() && isComplete()),
      ]);
    },
    zoom: (key) => {
      const canvas = need('sse-timeline canvas');
      const label = (): string => canvas.getAttribute('aria-label') ?? '';
      const events = (): string => /: ([\d,.]+) events?/.exec(label())?.[1] ?? '';
      const before = events();
      const start = performance.now();
      press(canvas, key);
      return until(start, 'another number of events in the timeline', () => events() !== before);
    },
    heapBytes: () =>
      'memory' in performance ? (performance.memory as { usedJSHeapSize: number }).usedJSHeapSize : NaN,
  };
}
