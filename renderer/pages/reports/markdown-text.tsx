/** Markdown as elements of the page. Nothing in it becomes markup: HTML is shown as the text it is, pictures as their words. */
import { marked, type Token, type Tokens } from 'marked';
import { Fragment, useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { plain } from '../../words/plain.ts';
import { ownPath } from './report-links.ts';

/** @param titled its first heading says what stands above it already */
export function MarkdownText({ text, titled }: { text: string; titled: boolean }) {
  const tokens = useMemo(() => marked.lexer(text), [text]);
  return (
    <div className="prose" data-titled={titled || undefined}>
      {blocks(tokens)}
    </div>
  );
}

// Tokens have no identity but their place.
/* oxlint-disable react/no-array-index-key */
function blocks(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{block(token)}</Fragment>);
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading);
    case 'paragraph':
      return <p>{inlines((token as Tokens.Paragraph).tokens)}</p>;
    case 'text':
      return inline(token);
    case 'blockquote':
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case 'list':
      return list(token as Tokens.List);
    case 'code':
      return (
        // The keyboard scrolls it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className="code-box" tabIndex={0}>
          {plain((token as Tokens.Code).text)}
        </pre>
      );
    case 'table':
      return <TableOf table={token as Tokens.Table} />;
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
      return null;
    default:
      return <p>{plain(token.raw)}</p>;
  }
}

/** The page's own heading stands above them. */
function heading({ depth, tokens }: Tokens.Heading): ReactNode {
  const inner = inlines(tokens);
  if (depth === 1) return <h2 className="prose-title">{inner}</h2>;
  return depth === 2 ? <h2>{inner}</h2> : <h3>{inner}</h3>;
}

function list({ ordered, items, start }: Tokens.List): ReactNode {
  const inner = items.map((item, index) => (
    <li key={index} className={item.task ? 'prose-task' : undefined}>
      {item.task ? (
        <span aria-label={item.checked === true ? 'done' : 'open'}>{item.checked === true ? '☑' : '☐'} </span>
      ) : null}
      {blocks(item.tokens.filter(({ type }) => type !== 'checkbox'))}
    </li>
  ));
  return ordered ? <ol start={start === '' ? 1 : start}>{inner}</ol> : <ul>{inner}</ul>;
}

function TableOf({ table: { header, rows } }: { table: Tokens.Table }) {
  return (
    <section
      className="prose-wide"
      aria-label={`Table: ${header.map(({ text }) => plain(text)).join(', ')}`}
      // The keyboard scrolls it where it is wider than the page.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            {header.map(({ tokens, align }, index) => (
              <th key={index} scope="col" data-align={align ?? undefined}>
                {inlines(tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map(({ tokens, align }, index) => (
                <td key={index} data-align={align ?? undefined}>
                  {inlines(tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inlines(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{inline(token)}</Fragment>);
}
/* oxlint-enable react/no-array-index-key */

function inline(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inlines((token as Tokens.Strong).tokens)}</strong>;
    case 'em':
      return <em>{inlines((token as Tokens.Em).tokens)}</em>;
    case 'del':
      return <del>{inlines((token as Tokens.Del).tokens)}</del>;
    case 'codespan':
      return <code>{plain((token as Tokens.Codespan).text)}</code>;
    case 'br':
      return <br />;
    case 'link':
      return link(token as Tokens.Link);
    case 'image':
      return plain((token as Tokens.Image).text);
    case 'text': {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? inlines(tokens) : plain(text);
    }
    case 'escape':
      return plain((token as Tokens.Escape).text);
    default:
      return plain(token.raw);
  }
}

function link({ href, tokens }: Tokens.Link): ReactNode {
  const own = ownPath(href);
  return own === undefined ? (
    <span title={plain(href)}>{inlines(tokens)}</span>
  ) : (
    <Link to={own} className="link">
      {inlines(tokens)}
    </Link>
  );
}
