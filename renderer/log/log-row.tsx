/** One line of a log. Text only: a program's output never becomes markup. */
import { memo, type CSSProperties, type Ref } from 'react';
import type { AnsiColor, AnsiStyle } from './ansi-style.ts';
import { parseAnsiLine } from './ansi.ts';
import { markHits } from './highlight.ts';
import type { LogLine } from './line-assembler.ts';
import { lineTime } from '../words/time.ts';

const STREAM_NAMES = { out: 'stdout', err: 'stderr', note: 'Luka' } as const;

export const LogRow = memo(function LogRow({
  line,
  query,
  current,
  style,
  index,
  measure,
}: {
  line: LogLine;
  query: string;
  current: boolean;
  style: CSSProperties;
  index: number;
  measure?: Ref<HTMLDivElement> | undefined;
}) {
  const spans = markHits(parseAnsiLine(line.text, line.style).spans, query);
  return (
    <div
      ref={measure}
      data-index={index}
      data-stream={line.stream}
      data-current={current || undefined}
      className="log-line"
      style={style}
      title={`${STREAM_NAMES[line.stream]}, ${lineTime(line.time)}`}
    >
      {line.stream === 'out' ? null : <span className="sr-only">{STREAM_NAMES[line.stream]}: </span>}
      {spans.map((span, place) => {
        const look = lookOf(span.style);
        const Tag = span.hit ? 'mark' : 'span';
        return (
          // Spans have no identity but their place in the line.
          // oxlint-disable-next-line react/no-array-index-key
          <Tag key={place} className={look.className} style={look.style}>
            {span.text}
          </Tag>
        );
      })}
      {line.cut > 0 ? (
        <span className="a-dim"> … {line.cut.toLocaleString('en-GB')} more characters</span>
      ) : null}
    </div>
  );
});

const NO_LOOK: { className?: string; style?: CSSProperties } = {};

function lookOf(style: AnsiStyle): { className?: string; style?: CSSProperties } {
  const fg = style.inverse ? style.bg : style.fg;
  const bg = style.inverse ? style.fg : style.bg;
  const classes: string[] = [];
  const vars: Record<string, string> = {};
  if (bg !== undefined) {
    vars['--back'] = cssColor(bg);
    classes.push('a-bg');
  } else if (style.inverse && fg === undefined) classes.push('a-inverse');
  // On a background of its own, text is black or white, whichever can be read: the pair a program chose was for its theme.
  if (fg !== undefined && bg === undefined) {
    vars['--fg'] = cssColor(fg);
    classes.push(typeof fg === 'number' ? 'a-fg' : 'a-rgb');
  }
  if (style.dim && fg === undefined && bg === undefined && !style.inverse) classes.push('a-dim');
  if (style.bold) classes.push('font-semibold');
  if (style.italic) classes.push('italic');
  if (style.underline) classes.push('underline');
  if (style.strike) classes.push('line-through');
  return classes.length === 0 ? NO_LOOK : { className: classes.join(' '), style: vars };
}

function cssColor(color: AnsiColor): string {
  return typeof color === 'number' ? `var(--a${color})` : color;
}
