/** A plain text field with line numbers. The Tab key leaves it, as it leaves every field. */
import { useImperativeHandle, useLayoutEffect, useMemo, useRef, type Ref } from 'react';
import type { Finding } from '#shared/nouns/finding.ts';

/** px; the style says the same. */
const ROW = 18;
const MOST_MARKS = 200;

export interface CodeEditorHandle {
  /** Puts the caret there. Lines and columns from 1. */
  goTo(line: number, column: number): void;
}

export function CodeEditor({
  ref,
  id,
  label,
  text,
  findings,
  placeholder,
  describedBy,
  onChange,
  onSave,
}: {
  ref: Ref<CodeEditorHandle>;
  id: string;
  label: string;
  text: string;
  findings: readonly Finding[];
  placeholder: string;
  describedBy: string | undefined;
  onChange: (text: string) => void;
  onSave: () => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => countLines(text), [text]);
  const numbers = useMemo(() => Array.from({ length: lines }, (_, index) => index + 1).join('\n'), [lines]);
  const marks = findings
    .filter((finding) => finding.line !== undefined && finding.line <= lines)
    .slice(0, MOST_MARKS);
  const invalid = findings.some(({ severity }) => severity === 'error');
  const follow = (): void => {
    if (area.current) gutter.current?.style.setProperty('--scrolled', `${-area.current.scrollTop}px`);
  };
  useLayoutEffect(follow, [text]);
  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const field = area.current;
      if (!field) return;
      const at = offsetOf(field.value, line, column);
      field.focus();
      field.setSelectionRange(at, at);
      field.scrollTop = Math.max(0, (line - 4) * ROW);
      follow();
    },
  }));
  return (
    <div className="code-editor" data-invalid={invalid ? '' : undefined}>
      <div ref={gutter} aria-hidden className="code-gutter">
        <div className="code-scrolled">
          {marks.map(({ line, severity, message }) => (
            <div
              key={`${line} ${message}`}
              className="code-mark"
              data-severity={severity}
              title={message}
              style={{ top: ((line ?? 1) - 1) * ROW }}
            />
          ))}
          <pre className="code-numbers">{numbers}</pre>
        </div>
      </div>
      <textarea
        ref={area}
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid ? true : undefined}
        className="code-text"
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onScroll={follow}
        onKeyDown={(event) => {
          if ((event.metaKey || event.ctrlKey) && event.key === 's') {
            event.preventDefault();
            onSave();
          }
        }}
      />
    </div>
  );
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + column - 1, end === -1 ? text.length : end);
}
