import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunkSections } from '../../chunks/chunk-sections.ts';
import { HeavyReader } from './heavy-reader.ts';

/** The least that a reader takes for a PDF with these lines, one a page. */
function pdfOf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const pages = lines.map((_, n) => `${4 + n * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages}] /Count ${lines.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, n) => {
      const stream = `BT /F1 12 Tf 72 700 Td (${line}) Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + n * 2} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
    '<< /Title (Of pages) >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const at of places) text += `${String(at).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** Files as they are, without compression. APPNOTE.TXT, 4.3. */
function zipOf(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    entries.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, Buffer.from(name)]),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

function docxOf(body: string): Uint8Array<ArrayBuffer> {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
  return zipOf({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relation}" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  });
}
const paragraph = (text: string, style?: string): string =>
  `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t>${text}</w:t></w:r></w:p>`;

describe('documents that are read apart', () => {
  it('are PDF, by page, and DOCX, by paragraph', async () => {
    const reader = new HeavyReader();
    const [pdf, docx] = await Promise.all([
      reader.read('pdf', pdfOf(['The first page', 'The second page'])),
      reader.read(
        'docx',
        docxOf(paragraph('Plan', 'Heading1') + paragraph('First &amp; only') + paragraph('ภาษาไทย')),
      ),
    ]);
    await reader.close();
    expect(pdf.title).toBe('Of pages');
    expect(
      chunkSections(pdf.text, pdf.sections).map(({ start, end, headings }) => [
        pdf.text.slice(start, end).trim(),
        headings[0],
      ]),
    ).toEqual([
      ['The first page', 'page 1'],
      ['The second page', 'page 2'],
    ]);
    expect(docx.text.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining(['First & only', 'ภาษาไทย']),
    );
    expect(docx.text).toContain('Plan');
  }, 30_000);

  it('are refused where they are broken, one after another, and the next one is read', async () => {
    const reader = new HeavyReader();
    const bytes = new Uint8Array(Buffer.from('%PDF-1.4 nothing'));
    const broken = [reader.read('pdf', bytes), reader.read('docx', new Uint8Array(10))];
    for (const each of broken)
      await expect(each).rejects.toMatchObject({ name: 'NotRead', reason: 'broken' });
    expect((await reader.read('pdf', pdfOf(['fine']))).text).toContain('fine');
    await reader.close();
  }, 30_000);

  it('are given up where they take too long', async () => {
    const reader = new HeavyReader(1);
    await expect(reader.read('pdf', pdfOf(Array.from({ length: 500 }, () => 'page')))).rejects.toMatchObject({
      reason: 'timed-out',
    });
    await reader.close();
  });
});
