/** A text on one line with a picture for each control character, which would be invisible: `a␁b`. */
export function controlPictures(text: string): string {
  return text.replace(/[\0-\x1f\x7f]/g, (control) =>
    control === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0)),
  );
}
