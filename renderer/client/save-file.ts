/** Offers a text as a file to save; the system asks where. */
export function saveAsFile(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has taken its own hold of the content once the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
