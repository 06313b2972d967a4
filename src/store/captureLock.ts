import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lockSuffix = '.lock';

/** Captures that were taken here. */
const taken = new Set<string>();

/** Says that a capture is in use: by this process or by another one, such as a second window. */
class CaptureInUseError extends Error {
  readonly code = 'capture-in-use';
}

/**
 * Takes a capture for this process, so that no second window writes to it or deletes it. A lock whose process has ended
 * counts for nothing. Throws `CaptureInUseError` where the capture is taken.
 */
export function lockCapture(file: string): void {
  const lock = file + lockSuffix;
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
    const owner = captureOwner(file);
    if (owner !== undefined) {
      throw new CaptureInUseError(
        `The capture is in use by ${owner === process.pid ? 'this window' : 'another window'}`,
      );
    }
    writeFileSync(lock, String(process.pid));
  }
  taken.add(path.resolve(file));
}

export function unlockCapture(file: string): void {
  rmSync(file + lockSuffix, { force: true });
  taken.delete(path.resolve(file));
}

/** Process that has a capture in use; `undefined`: none. */
function captureOwner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file + lockSuffix, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) {
      return undefined;
    }
    if (pid === process.pid) {
      // A process that was killed before may have had the number that this one has now. The time tells them apart, and
      // knows what another copy of this module in the process has taken.
      const isOwn = taken.has(path.resolve(file)) || statSync(file + lockSuffix).mtimeMs >= performance.timeOrigin;
      return isOwn ? pid : undefined;
    }
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? 0 : undefined;
  }
}
