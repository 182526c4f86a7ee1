/** Deflated data grows by at most this factor: what claims more is damaged, and no memory is taken for it. */
export const MOST_GROWTH = 1032;
