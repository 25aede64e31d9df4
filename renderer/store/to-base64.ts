const BYTES_A_PIECE = 30_000;

/** Bytes as text for a bridge call. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += BYTES_A_PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + BYTES_A_PIECE));
  }
  return btoa(text);
}
