/** Import and export without a window, for a worker, the server's command line and the tests. */
export {
  ADDRESS_TARGET,
  ID_TARGET,
  type Mapping,
  missingFields,
  missingPaths,
  NOTES_TARGET,
  parentIdTarget,
  type Target,
} from './columns/mapping.ts';
export { distinguishingFields } from './columns/words.ts';
export { FileError, type FileErrorCode } from './file-error.ts';
export { identityOf } from './identity/identity.ts';
export type { KnownRecord } from './identity/record-index.ts';
export { type CellMark, type CellReason, valueKey } from './plan/line.ts';
export type { ColumnFormats } from './plan/line-reader.ts';
export { type Decision, defaultChoices, type LineKind, lineKey, type PlannedLine } from './plan/plan.ts';
export { ENCODINGS } from './read/encoding.ts';
export { SEPARATORS } from './read/read-csv.ts';
export type { FileChoices } from './read/read-file.ts';
export { type LeftOutFile, leftOutOf } from './session/left-out-lines.ts';
export { createImportSession, type ImportChoices, type ImportSession } from './session/session.ts';
export { type Source, samplesOf } from './session/source.ts';
export type { PlanSummary, UnknownWord } from './session/summary.ts';
export { brokenText, cellText, fileErrorText, lineText, reasonWords } from './session/words.ts';
export type { BrokenLine, FileForm } from './sheet.ts';
export { sampleTable } from './write/sample.ts';
export { type OutNames, type OutRecord, type OutTable, outTable, personNames } from './write/table.ts';
export { csvRegionOf, writeCsv } from './write/write-csv.ts';
export { writeXlsx } from './write/write-xlsx.ts';
