const fieldNames: readonly string[] = ['event', 'data', 'id', 'retry'];

/** The field that a name is but for its case and white space around it; `undefined`: it is no such name. */
export function meantField(name: string): string | undefined {
  const meant = name.trim().toLowerCase();
  return meant !== name && fieldNames.includes(meant) ? meant : undefined;
}
