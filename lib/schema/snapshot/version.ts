/** Raised when the shape of the schema model changes, so that no caspy misreads a snapshot of another. */
export const SNAPSHOT_VERSION = 1;
