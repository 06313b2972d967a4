/** A failure in words, in the order in which somebody reads them. */
export interface ProblemWords {
  /** What happened, without a full stop: `Connection refused by 127.0.0.1:3000`. */
  readonly happened: string;
  /** What that means: `Nothing listens there.` */
  readonly meaning: string;
  /** What to do: `Start the server, then reconnect.` */
  readonly remedy: string;
}
