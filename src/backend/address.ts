/** Byte address within a backend's memory. */
export type Address = number;
