/** A fault that this transport finds itself, with a code as Node's own errors have one, for `classifyError`. */
export class TransportError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'TransportError';
    this.code = code;
  }
}
