/** The longest delay that a timer takes (2^31 - 1); a longer one would fire at once. Milliseconds. */
export const maxTimerMs = 2_147_483_647;
