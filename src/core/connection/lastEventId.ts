/**
 * Whether a last event ID can be the value of a header. Its UTF-8 form may have any byte above 0x7F, but a control
 * character would make the request invalid (RFC 9110, 5.5), and the connection would never come back.
 */
export function isSendable(id: string): boolean {
  return !/[\0-\x08\x0a-\x1f\x7f]/.test(id);
}
