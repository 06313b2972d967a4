/** The value of a JSON text; `undefined` where it is none, which no JSON text is worth. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a text is JSON: an object, an array, or any other value. */
export function isJson(text: string): boolean {
  return parseJson(text) !== undefined;
}

/** Whether a text is a JSON object or array. Others are told from afar, without parsing them only to fail. */
export function isJsonContainer(text: string): boolean {
  return /^\s*[[{]/.test(text) && isJson(text);
}
