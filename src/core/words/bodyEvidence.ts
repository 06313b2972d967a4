import { isJsonContainer } from '../json.ts';
import { prettyJson } from '../prettyJson.ts';

/** The beginning of a body as it is shown: JSON on indented lines, as errors of APIs come on one; all else as it came. */
export function bodyEvidence(bodyHead: string): string {
  return isJsonContainer(bodyHead) ? prettyJson(bodyHead) : bodyHead;
}
