/** Number of the last event that a client of numbered events has seen; `null`: the ID is none of ours. */
export function lastNumber(lastEventId: string): number | null {
  if (lastEventId === '') {
    return 0;
  }
  return /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
}
