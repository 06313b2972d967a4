/** Ends an exhaustive switch: does not compile while a case is missing, and names the value if one arrives anyway. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
}
