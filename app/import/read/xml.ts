import { Parser } from 'saxen';
import { FileError } from '../file-error.ts';

export interface XmlHandlers {
  /** @param name without its prefix @param attributes verbatim, with their prefixes */
  open?(name: string, attributes: () => Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads XML piece by piece. Only the five predefined entities are known, so expansion attacks are impossible; a
 * document type is refused, as no spreadsheet writes one.
 */
export function readXml(bytes: Uint8Array, { open, close, text }: XmlHandlers): void {
  const parser = new Parser();
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    parser.stop();
  };
  parser.on('attention', () => fail(new FileError('damaged', 'A document type is not allowed.')));
  parser.on('error', (error) => fail(new FileError('damaged', error.message)));
  parser.on('warn', () => undefined);
  parser.on('openTag', (name, attributes, decode) => {
    if (failure !== null) return;
    attempt(() => open?.(local(name), () => decoded(attributes(), decode)), fail);
  });
  parser.on('closeTag', (name) => {
    if (failure === null) attempt(() => close?.(local(name)), fail);
  });
  parser.on('text', (value, decode) => {
    if (failure === null) attempt(() => text?.(decode(value)), fail);
  });
  parser.on('cdata', (value) => {
    if (failure === null) attempt(() => text?.(value), fail);
  });
  parser.parse(new TextDecoder().decode(bytes));
  if (failure !== null) throw failure;
}

function attempt(work: () => void, fail: (error: Error) => void): void {
  try {
    work();
  } catch (thrown) {
    fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

function decoded(attributes: Record<string, string>, decode: (text: string) => string): Record<string, string> {
  for (const name in attributes) attributes[name] = decode(attributes[name] ?? '');
  return attributes;
}
