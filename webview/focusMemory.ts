/**
 * Gives the focus back when the page gets it: VS Code takes it for its menus and boxes, and for another tab, and leaves
 * it to the body, where no key has a meaning.
 *
 * @param fallback Where the focus belongs when what had it is gone, or nothing had it yet.
 * @returns To be called when what can have the focus is drawn, as the page may have got it before.
 */
export function keepFocus(fallback: () => void): () => void {
  let last: HTMLElement | undefined;
  const restore = (): void => {
    const isNowhere = document.activeElement === document.body || document.activeElement === null;
    if (!isNowhere || !document.hasFocus()) {
      return;
    }
    if (last?.isConnected === true) {
      last.focus({ preventScroll: true });
    } else {
      fallback();
    }
  };
  addEventListener('focusin', ({ target }) => {
    last = target instanceof HTMLElement && target !== document.body ? target : last;
  });
  addEventListener('focus', restore);
  return restore;
}
