/** Does a job, never twice at a time: who asks for it meanwhile has it done once more at the end. */
export class Rerun {
  readonly #job: () => Promise<void>;
  #asked = 0;

  constructor(job: () => Promise<void>) {
    this.#job = job;
  }

  /** Resolves once the job was done; at once where it is under way. */
  async run(): Promise<void> {
    this.#asked += 1;
    if (this.#asked > 1) {
      return;
    }
    try {
      for (let done = 0; done < this.#asked;) {
        done = this.#asked;
        await this.#job();
      }
    } finally {
      this.#asked = 0;
    }
  }
}
