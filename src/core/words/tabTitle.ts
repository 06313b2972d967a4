/** VS Code draws a tab as wide as its title is. */
const mostCharacters = 56;
const lastCharacters = 16;

/** The title of a session as its tab bears it: what is long is cut in its middle, as URLs differ at their ends. */
export function tabTitle(title: string): string {
  const characters = [...title];
  return characters.length <= mostCharacters
    ? title
    : [
        ...characters.slice(0, mostCharacters - lastCharacters - 1),
        '…',
        ...characters.slice(characters.length - lastCharacters),
      ].join('');
}
