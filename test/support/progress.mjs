/** A set-up step that cannot go on, and what the user can do about it. */
export class SetupError extends Error {
  /**
   * @param {string} message What is missing or failed.
   * @param {string} remedy What to do.
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

const reportIntervalMs = 5000;

/**
 * Runs one step of a set-up: says what it does, says now and then how far it is, and how long it took.
 *
 * @template T
 * @param {string} title
 * @param {(report: (stage: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now();
  const elapsed = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  let stage = '';
  console.log(`- ${title} …`);
  const timer = setInterval(() => console.log(`  ${stage ? `${stage}, ` : ''}${elapsed()} so far`), reportIntervalMs);
  try {
    const result = await work((newStage) => {
      stage = newStage;
      console.log(`  ${stage} …`);
    });
    console.log(`  done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/**
 * The text of an error for the person at the terminal.
 *
 * @param {unknown} error
 */
export function describeError(error) {
  if (error instanceof SetupError) {
    return `${error.message}\n  ${error.remedy.replaceAll('\n', '\n  ')}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
