import { useEffect } from 'react';
import type { ImportFile } from './use-import.ts';

/** Files dropped anywhere on the window start an import. @param onFiles null while drops are ignored */
export function useDroppedFiles(onFiles: ((files: readonly ImportFile[]) => void) | null): void {
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onFiles?.(files.map((file) => ({ name: file.name, read: () => file.arrayBuffer() })));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [onFiles]);
}
