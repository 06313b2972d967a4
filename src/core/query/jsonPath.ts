import type { PathStep } from './query.ts';
import { lineCharacters } from './queryToken.ts';

const step = /\.?(?:\[(?:(\d+)|(\*)|"((?:[^"\\]|\\.)*)")\]|([^.[\]]+))/y;

/** Reads `choices[0].delta`, `choices.0.delta`, `a["b c"]`, `items[*].id`. `undefined`: it is no path. */
export function readPath(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let at = 0;
  while (at < text.length) {
    step.lastIndex = at;
    const match = step.exec(text);
    if (match === null || (at > 0 && !/^[.[]/.test(match[0])) || (at === 0 && match[0].startsWith('.'))) {
      return undefined;
    }
    at += match[0].length;
    steps.push(stepOf(match));
  }
  return steps.length === 0 ? undefined : steps;
}

function stepOf([, index, any, quoted, plain = '']: RegExpExecArray): PathStep {
  if (any !== undefined || plain === '*') {
    return { step: 'any' };
  }
  if (quoted !== undefined) {
    return { step: 'name', name: quoted.replace(/\\(.)/g, (_, letter: string) => lineCharacters[letter] ?? letter) };
  }
  const name = index ?? plain;
  return /^\d+$/.test(name) ? { step: 'index', index: Number(name), name } : { step: 'name', name };
}

/** Whether a value at the path passes the test; with `*` in the path, any of them. */
export function someAtPath(
  value: unknown,
  path: readonly PathStep[],
  passes: (value: unknown) => boolean,
  from = 0,
): boolean {
  const next = path[from];
  if (next === undefined) {
    return passes(value);
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (next.step === 'any') {
    return Object.values(value).some((inner) => someAtPath(inner, path, passes, from + 1));
  }
  if (Array.isArray(value)) {
    return next.step === 'index' && next.index < value.length && someAtPath(value[next.index], path, passes, from + 1);
  }
  return Object.hasOwn(value, next.name)
    ? someAtPath((value as Record<string, unknown>)[next.name], path, passes, from + 1)
    : false;
}
