import type { CaptureInfo } from '../store/captureInfo.ts';

/** What a session knows of itself beside its records, as it stands now. */
export class SessionInfo {
  #info: CaptureInfo;

  constructor(info: CaptureInfo) {
    this.#info = info;
  }

  get current(): CaptureInfo {
    return this.#info;
  }

  update(changed: Partial<CaptureInfo>): void {
    this.#info = { ...this.#info, ...changed };
  }
}
