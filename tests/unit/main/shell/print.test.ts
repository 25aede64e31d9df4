import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { createPrint } from '../../../../main/shell/print.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

type Contents = Pick<BrowserWindow['webContents'], 'print' | 'printToPDF'>;

function aPrint(contents: Partial<Contents>, filePath = '') {
  return createPrint({
    dialog: { showSaveDialog: async () => ({ canceled: filePath === '', filePath }) },
    window: () => ({ webContents: contents }) as BrowserWindow,
    folder: () => '/documents',
  });
}

test.each([
  [true, '', 'printed'],
  [false, 'Print job canceled', 'cancelled'],
  [false, 'no printers available', 'failed'],
] as const)('printing that ends with %s “%s” is %s', async (isPrinted, reason, wanted) => {
  const print = aPrint({ print: (_options, done) => done?.(isPrinted, reason) });
  expect(await print.printPage()).toBe(wanted);
});

test('without a window nothing is printed', async () => {
  const print = createPrint({
    dialog: { showSaveDialog: async () => ({ canceled: true, filePath: '' }) },
    window: () => null,
    folder: () => '/documents',
  });
  expect(await print.printPage()).toBe('failed');
  expect(await print.savePdf('a.pdf')).toBeNull();
});

test('a PDF is written where the person chose, and nowhere if they did not', async () => {
  const file = path.join(temporaryFolder(), 'list.pdf');
  const printToPDF = async () => Buffer.from('%PDF-1.4');
  expect(await aPrint({ printToPDF }).savePdf('list.pdf')).toBeNull();
  expect(await aPrint({ printToPDF }, file).savePdf('list.pdf')).toBe(file);
  expect(await readFile(file, 'utf8')).toBe('%PDF-1.4');
});
