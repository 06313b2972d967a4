/** VS Code draws a tab as wide as its title is. */
const mostCharacters = 56;
const lastCharacters = 16;

const characters = new Intl.Segmenter();

/** The title of a session as its tab bears it: what is long is cut in its middle, as URLs differ at their ends. */
export function tabTitle(title: string): string {
  const all = Array.from(characters.segment(title), ({ segment }) => segment);
  return all.length <= mostCharacters
    ? title
    : [...all.slice(0, mostCharacters - lastCharacters - 1), '…', ...all.slice(all.length - lastCharacters)].join('');
}
