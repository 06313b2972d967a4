/** Whether an error of the engine says that a capture is in use, by this window or by another one. */
export function isCaptureInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'capture-in-use';
}
