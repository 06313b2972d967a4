import type { Translate } from '../../../../src/core/words/translate.ts';

/** The texts as they stand in the code, with their arguments. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));
