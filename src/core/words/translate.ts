/**
 * Puts a text into the user's language: `{0}`, `{1}` and so on stand for the arguments. The English text is the key,
 * as with `vscode.l10n.t`, which fits this type.
 */
export type Translate = (message: string, ...args: (string | number | boolean)[]) => string;
