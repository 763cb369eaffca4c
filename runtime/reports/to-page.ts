/** A report as a page of its own: no script, nothing fetched, light and dark, and black on white on paper. */
import { oneLine, type Block, type Line, type Piece, type ReportDocument } from './document.ts';

const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--ink:#1d1d1f;--soft:#5c5c63;--line:#d9d9de;--box:#f4f4f6;--link:#0a58c2}
@media (prefers-color-scheme:dark){:root{--bg:#1c1c1e;--ink:#f2f2f4;--soft:#a9a9b2;--line:#3f3f45;--box:#29292c;--link:#7db4ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:880px;margin:0 auto;padding:32px 20px 48px}
h1{font-size:26px;line-height:1.2;margin:0 0 12px;letter-spacing:-.015em}
h2{font-size:17px;margin:32px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line)}
h3{font-size:15px;margin:18px 0 4px}
p{margin:6px 0}
p,li,td,h1,h2,h3{overflow-wrap:anywhere}
ul{margin:6px 0;padding-left:20px}
li{margin:2px 0}
a{color:var(--link)}
.wide{overflow-x:auto;margin:8px 0}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:5px 12px 5px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--soft);font-weight:500;white-space:nowrap}
td{min-width:4em}
.n{text-align:right;white-space:nowrap}
pre{margin:6px 0;padding:10px 12px;border-radius:6px;background:var(--box);font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:36px;padding-top:8px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
@media print{:root{--bg:#fff;--ink:#000;--soft:#444;--line:#bbb;--box:#f4f4f4;--link:#000;color-scheme:light}main{max-width:none;padding:0}body{font-size:11pt}h2,h3{break-after:avoid}tr,pre,li{break-inside:avoid}.wide{overflow:visible}}
`;

export function toPage({ title, summary, sections, foot }: ReportDocument): string {
  const body = [
    `<h1>${escapeHtml(oneLine(title))}</h1>`,
    ...summary.map((line) => `<p>${lineOf(line)}</p>`),
    ...sections.map(
      (section) =>
        `<section>\n<h2>${escapeHtml(oneLine(section.title))}</h2>\n${section.blocks.map(blockOf).join('\n')}\n</section>`,
    ),
    `<footer>${escapeHtml(oneLine(foot))}</footer>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(oneLine(title))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${lineOf(block.line)}</p>`;
    case 'heading':
      return `<h3>${escapeHtml(oneLine(block.text))}</h3>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${lineOf(item)}</li>`).join('\n')}\n</ul>`;
    case 'table': {
      const cell = (tag: 'th' | 'td', inner: string, column: number) =>
        `<${tag}${tag === 'th' ? ' scope="col"' : ''}${block.numbers.includes(column) ? ' class="n"' : ''}>${inner}</${tag}>`;
      const head = block.head.map((text, column) => cell('th', escapeHtml(text), column)).join('');
      const rows = block.rows.map(
        (row) => `<tr>${row.map((line, column) => cell('td', lineOf(line), column)).join('')}</tr>`,
      );
      // The keyboard scrolls it where it is wider than the page.
      return `<div class="wide" tabindex="0" role="group" aria-label="${escapeHtml(block.label)}"><table>
<caption>${escapeHtml(block.label)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
    }
    case 'output':
      return `<pre tabindex="0">${escapeHtml(block.lines.join('\n'))}</pre>`;
  }
}

function lineOf(line: Line): string {
  return line.map(pieceOf).join('');
}

function pieceOf(piece: Piece): string {
  if (typeof piece === 'string') return escapeHtml(spaced(piece));
  if ('to' in piece) return `<a href="${escapeHtml(piece.to)}">${escapeHtml(oneLine(piece.text))}</a>`;
  return `<strong>${escapeHtml(oneLine(piece.strong))}</strong>`;
}

/** Pieces keep the spaces at their ends. */
function spaced(text: string): string {
  const middle = oneLine(text);
  if (middle === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${middle}${/\s$/.test(text) ? ' ' : ''}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
