/** The server cannot be reached, does not answer in time, or answers with something not ours. */
export class Unreachable extends Error {}
