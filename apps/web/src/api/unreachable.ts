/** The server cannot be reached, does not answer in time, or answers with something not ours. */
export class Unreachable extends Error {}

/** The code or the texts of a page cannot be loaded: no connection, or a newer release has others. */
export class PageMissing extends Error {}

/** The same of a part around the page: the search, the menu of narrow screens. */
export class PartMissing extends Error {}
