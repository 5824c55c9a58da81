const UNKNOWN_IN_WINDOWS_1252 = /[\x81\x8d\x8f\x90\x9d]/g;

/** The text of a file, read as the command line does: UTF-8, what Excel writes, or the old code page of Windows. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes).replace(UNKNOWN_IN_WINDOWS_1252, "\ufffd");
  }
}
