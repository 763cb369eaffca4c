/** Word documents, by way of HTML: each paragraph is a line. */
import mammoth from 'mammoth';
import type { ReadText } from '../document.ts';
import { readHtml } from '../read-html.ts';

export async function readDocx(bytes: Uint8Array): Promise<ReadText> {
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    // Pictures would be carried along as text.
    { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
  );
  return readHtml(value.replaceAll(/<\/(?:p|h[1-6]|li|tr)>/g, '$&\n'));
}
