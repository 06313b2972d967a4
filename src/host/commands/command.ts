import type { Services } from '../services.ts';

/** Makes the handler of one command. What a caller passes is unknown: a tree's node, an argument of another extension. */
export type CommandFactory = (services: Services) => (argument: unknown) => unknown;
