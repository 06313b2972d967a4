/**
 * Follows the pointer from where it was pressed on a handle until it is let go.
 *
 * @param onMove Called with each move.
 */
export function followPointer(handle: HTMLElement, pressed: PointerEvent, onMove: (moved: PointerEvent) => void): void {
  handle.setPointerCapture(pressed.pointerId);
  const drop = (): void => {
    handle.removeEventListener('pointermove', onMove);
    handle.removeEventListener('pointerup', drop);
    handle.removeEventListener('pointercancel', drop);
  };
  handle.addEventListener('pointermove', onMove);
  handle.addEventListener('pointerup', drop);
  handle.addEventListener('pointercancel', drop);
}
