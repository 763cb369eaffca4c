/** All rows as JSON lines, oldest first, page by page. */
import type { AuditRow } from '#shared/nouns/audit.ts';

export type ReadAfter = (after: number) => Promise<{ rows: readonly AuditRow[]; next?: number | undefined }>;

/** @param told after each page: how many rows there are so far. Rejects as `read` does. */
export async function exportLines(read: ReadAfter, told: (rows: number) => void): Promise<string[]> {
  const parts: string[] = [];
  let rows = 0;
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await read(after);
    parts.push(page.rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    rows += page.rows.length;
    told(rows);
    // A server that does not go forward would be asked for ever.
    if (page.next !== undefined && page.next <= after) throw new Error('the audit does not go on');
    after = page.next;
  }
  return parts;
}

/** Hands a file to the browser. */
export function download(parts: readonly string[], name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
