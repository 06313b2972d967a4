interface Toggled {
  readonly path: readonly (string | number)[];
  readonly open: boolean;
}

/** What is open and closed in a tree, by path, for the next tree of the same shape. */
export interface TreeShape {
  readonly mode: 'auto' | 'all' | 'none';
  /** What differs from the mode; the keys are the paths as JSON. */
  readonly toggled: ReadonlyMap<string, Toggled>;
}

export const newShape: TreeShape = { mode: 'auto', toggled: new Map() };

/** More than these are not remembered: the oldest go. */
const maxToggled = 200;

/** The shape after the value at a path was opened or closed. */
export function toggledShape(shape: TreeShape, path: readonly (string | number)[], open: boolean): TreeShape {
  const toggled = new Map(shape.toggled);
  const key = JSON.stringify(path);
  toggled.delete(key);
  toggled.set(key, { path, open });
  const [oldest] = toggled.keys();
  if (toggled.size > maxToggled && oldest !== undefined) {
    toggled.delete(oldest);
  }
  return { mode: shape.mode, toggled };
}
