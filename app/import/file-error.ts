/** Why a file cannot be read at all. `app/text` words each code and the remedy. */
export type FileErrorCode =
  | 'empty'
  | 'tooLarge'
  | 'tooManyColumns'
  | 'tooManyLines'
  | 'tooManySheets'
  | 'unpacksTooLarge'
  | 'oldExcel'
  | 'otherSpreadsheet'
  | 'webPage'
  | 'notAList'
  | 'otherFormat'
  | 'archive'
  | 'damaged'
  | 'locked'
  | 'cancelled';

export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, message: string = code) {
    super(message);
    this.name = 'FileError';
    this.code = code;
  }
}
