import type { URLSearchParams } from 'node:url';

/** A query parameter that a scenario cannot take. The message is for the caller and says what would be right. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

/** Bounds of a numeric query parameter. */
export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  readonly integer?: boolean;
}

/** Reads a number from a query. @throws {ParameterError} */
export function numberParameter(query: URLSearchParams, name: string, bounds: NumberBounds): number {
  const text = query.get(name);
  if (text === null) {
    return bounds.fallback;
  }
  const value = text.trim() === '' ? NaN : Number(text);
  const fits = value >= bounds.min && value <= bounds.max && (bounds.integer !== true || Number.isInteger(value));
  if (!fits) {
    const what = bounds.integer === true ? 'a whole number' : 'a number';
    throw new ParameterError(`"${name}" must be ${what} from ${bounds.min} to ${bounds.max}, not "${text}"`);
  }
  return value;
}

/** Reads one of several words from a query. @throws {ParameterError} */
export function choiceParameter<const T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const text = query.get(name);
  if (text === null) {
    return fallback;
  }
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new ParameterError(`"${name}" must be one of ${choices.join(', ')}, not "${text}"`);
  }
  return choice;
}
