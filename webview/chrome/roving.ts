/**
 * Moves the focus among the controls of a toolbar or tab list by arrow keys, Home and End, so that the whole is one tab
 * stop. Returns the control to focus; `undefined` if the key is none of these.
 */
export function rovingTarget(event: KeyboardEvent, container: Element, selector: string): HTMLElement | undefined {
  const controls = [...container.querySelectorAll<HTMLElement>(selector)];
  const current = controls.findIndex((control) => control === event.target);
  const step = ((): number | undefined => {
    switch (event.key) {
      case 'ArrowRight':
        return current + 1;
      case 'ArrowLeft':
        return current - 1;
      case 'Home':
        return 0;
      case 'End':
        return controls.length - 1;
      default:
        return undefined;
    }
  })();
  if (current < 0 || step === undefined) {
    return undefined;
  }
  event.preventDefault();
  return controls.at(step % controls.length);
}
