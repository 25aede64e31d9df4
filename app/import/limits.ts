/** Upper bounds for one file, so that a hostile or broken file gives a clear error instead of exhausting memory. */

/** Bytes of the file on disk. */
export const MAX_FILE_BYTES = 100_000_000;
/** Bytes unpacked from an .xlsx, counted while unpacking (zip bomb); the sizes in its headers are not trusted. */
export const MAX_UNPACKED_BYTES = 250_000_000;
/** Maximum compression ratio, checked for larger files; XML compresses about 10:1 to 20:1. */
export const MAX_UNPACK_RATIO = 250;
export const UNPACK_RATIO_FROM_BYTES = 30_000_000;
/** Parts of an .xlsx; real ones have a few dozen. */
export const MAX_ZIP_PARTS = 2000;
export const MAX_LINES = 500_000;
/** Real exports have up to about 100 columns (Outlook: 92). */
export const MAX_COLUMNS = 500;
export const MAX_CELLS = 20_000_000;
/** Characters per cell; more than any field accepts. */
export const MAX_CELL_LENGTH = 200_000;
export const MAX_SHEETS = 100;
/** Lines between two checks for cancellation and progress. */
export const LINES_A_SLICE = 1000;
