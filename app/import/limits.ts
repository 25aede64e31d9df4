/** What a file may cost at most, so that a hostile or broken one ends with a clear error instead of a full memory. */

/** Bytes of the file as it lies on the disk. */
export const MAX_FILE_BYTES = 100_000_000;
/** Bytes of everything unpacked from an .xlsx; a zip bomb stops here, whatever its headers claim. */
export const MAX_UNPACKED_BYTES = 250_000_000;
/** How much more may come out than went in, once that is more than a small file; XML packs to a tenth or a twentieth. */
export const MAX_UNPACK_RATIO = 250;
export const UNPACK_RATIO_FROM_BYTES = 30_000_000;
/** Parts of an .xlsx; real ones have a few dozen. */
export const MAX_ZIP_PARTS = 2000;
export const MAX_LINES = 500_000;
/** Real exports have up to about 100 columns (Outlook: 92). */
export const MAX_COLUMNS = 500;
export const MAX_CELLS = 20_000_000;
/** Characters of one cell; more than any field takes. */
export const MAX_CELL_LENGTH = 200_000;
export const MAX_SHEETS = 100;
/** Lines handled between two looks at cancelling and progress. */
export const LINES_A_SLICE = 1000;
