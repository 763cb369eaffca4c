/** PDF: the text of its pages, each page a section. */
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { Section } from '../../chunks/chunk-sections.ts';
import type { ReadText } from '../document.ts';

export async function readPdf(bytes: Uint8Array): Promise<ReadText> {
  // It takes the bytes over.
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 });
  const { info } = await getMeta(pdf);
  const { text: pages } = await extractText(pdf, { mergePages: false });
  const sections: Section[] = [];
  let text = '';
  pages.forEach((page, at) => {
    sections.push({ start: text.length, headings: [`page ${at + 1}`] });
    text += `${page}\n\n`;
  });
  const title = (info as { Title?: unknown } | undefined)?.Title;
  return {
    text,
    sections,
    title: typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined,
  };
}
