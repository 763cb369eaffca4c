/** Markdown as elements of the page: no HTML of a text is ever taken for markup. */
import GithubSlugger from 'github-slugger';
import { lexer, type Token, type Tokens } from 'marked';
import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { bridge } from '../../session/host.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { docLink } from './doc-files.ts';

export function Markdown({ text, doc }: { text: string; doc: string }) {
  const tokens = useMemo(() => lexer(text), [text]);
  const slugger = new GithubSlugger();
  return (
    <div className="doc-text">{tokens.map((token, index) => block(token, index, { doc, slugger }))}</div>
  );
}

interface Around {
  readonly doc: string;
  readonly slugger: GithubSlugger;
}

function block(token: Token, key: number, around: Around): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading, key, around);
    case 'paragraph':
      return <p key={key}>{inline(token.tokens, around)}</p>;
    case 'text':
      return (
        <span key={key}>{token.tokens ? inline(token.tokens, around) : (token as Tokens.Text).text}</span>
      );
    case 'code':
      return <Code key={key} code={token as Tokens.Code} />;
    case 'blockquote':
      return (
        <blockquote key={key}>
          {(token.tokens ?? []).map((one, index) => block(one, index, around))}
        </blockquote>
      );
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      const List = ordered ? 'ol' : 'ul';
      return (
        <List key={key}>
          {items.map((item, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>{item.tokens.map((one, place) => block(one, place, around))}</li>
          ))}
        </List>
      );
    }
    case 'table':
      return <Table key={key} table={token as Tokens.Table} around={around} />;
    case 'hr':
      return <hr key={key} />;
    default:
      // Blank lines and comments.
      return null;
  }
}

function heading({ depth, tokens, text }: Tokens.Heading, key: number, around: Around): ReactNode {
  const Heading = `h${Math.min(depth + 1, 6)}` as 'h2';
  const id = around.slugger.slug(text.replaceAll('`', ''));
  return (
    <Heading key={key} id={id} tabIndex={-1} data-depth={depth}>
      {inline(tokens, around)}
    </Heading>
  );
}

function Code({ code: { text, lang } }: { code: Tokens.Code }) {
  return (
    <div className="doc-code">
      {/* Long lines are scrolled to, by keys as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} data-prose={lang === 'text' ? '' : undefined}>
        <code>{text}</code>
      </pre>
      <CopyButton text={() => text} label="Copy" />
    </div>
  );
}

function Table({ table: { header, rows }, around }: { table: Tokens.Table; around: Around }) {
  const hasHeader = header.some(({ text }) => text !== '');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="doc-table" aria-label="Table" tabIndex={0}>
      <table>
        {hasHeader ? (
          <thead>
            <tr>
              {header.map((cell, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <th key={index} scope="col">
                  {inline(cell.tokens, around)}
                </th>
              ))}
            </tr>
          </thead>
        ) : null}
        <tbody>
          {rows.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {row.map((cell, place) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={place}>{inline(cell.tokens, around)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inline(tokens: readonly Token[] | undefined, around: Around): ReactNode {
  return (tokens ?? []).map((token, index) => span(token, index, around));
}

function span(token: Token, key: number, around: Around): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{inline(token.tokens, around)}</strong>;
    case 'em':
      return <em key={key}>{inline(token.tokens, around)}</em>;
    case 'del':
      return <del key={key}>{inline(token.tokens, around)}</del>;
    case 'codespan':
      return (
        // A short one is not broken at its hyphens.
        <code
          key={key}
          className={(token as Tokens.Codespan).text.length < 24 ? 'whitespace-nowrap' : undefined}
        >
          {(token as Tokens.Codespan).text}
        </code>
      );
    case 'br':
      return <br key={key} />;
    case 'link':
      return <DocLink key={key} link={token as Tokens.Link} around={around} />;
    case 'text':
    case 'escape':
      return (token as Tokens.Text).text;
    default:
      return null;
  }
}

/** In the window nothing of the web is opened: there the address is shown instead. */
function DocLink({ link: { href, tokens }, around }: { link: Tokens.Link; around: Around }) {
  const words = inline(tokens, around);
  const target = docLink(around.doc, href);
  if (target === undefined) return words;
  if ('to' in target)
    return (
      <Link to={target.to} className="link underline">
        {words}
      </Link>
    );
  if (bridge)
    return (
      <>
        {words} <span className="text-ink-3 [overflow-wrap:anywhere]">({target.web})</span>
      </>
    );
  return (
    <a href={target.web} target="_blank" rel="noreferrer" className="link underline">
      {words}
    </a>
  );
}
