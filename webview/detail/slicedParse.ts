import { inSlices } from '../slices.ts';
import { JsonParse, type JsonResult } from './jsonParse.ts';

/** Tokens that are read between two looks at the clock. */
const sliceTokens = 4000;

/**
 * Reads a JSON text in slices, so that the page stays awake; a short one in the first of them, at once.
 *
 * @param signal Ends the work: the result is `undefined`.
 */
export async function parseInSlices(text: string, signal: AbortSignal): Promise<JsonResult | undefined> {
  const parse = new JsonParse(text);
  let result: JsonResult | undefined;
  await inSlices(() => {
    result = parse.advance(sliceTokens);
    return result === undefined;
  }, signal);
  return result;
}
