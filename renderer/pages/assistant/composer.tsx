/** Where a question is typed: Enter asks, Shift and Enter begins a new line. */
import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

export function Composer({
  initial,
  busy,
  follows,
  onAsk,
  onStop,
}: {
  initial: string;
  busy: boolean;
  /** It goes on with a conversation. */
  follows: boolean;
  onAsk: (question: string) => void;
  onStop: () => void;
}) {
  const [text, setText] = useState(initial);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const question = text.trim();
  const send = (): void => {
    if (question === '' || busy) return;
    onAsk(question);
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While a word is composed (Thai, Chinese, accents), Enter is of the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      aria-label="Ask"
      className="shrink-0 border-t border-line px-4 py-3 md:px-6"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="composer">
        <textarea
          ref={field}
          aria-label="Your question"
          aria-describedby="composer-keys"
          className="composer-field"
          rows={1}
          maxLength={8_000}
          placeholder={follows ? 'Ask on…' : 'Ask about your notes, or about Luka itself'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {busy ? (
          <button type="button" className="btn btn-icon" aria-label="Stop" title="Stop" onClick={onStop}>
            <Square size={11} aria-hidden fill="currentColor" />
          </button>
        ) : (
          <button
            type="submit"
            className="btn btn-primary btn-icon"
            aria-label="Ask"
            title="Ask"
            disabled={question === ''}
          >
            <ArrowUp size={14} aria-hidden />
          </button>
        )}
      </div>
      <p id="composer-keys" className="mt-1 text-xs text-ink-3 max-sm:sr-only">
        Enter asks, Shift+Enter begins a new line. It is answered on this machine, from what Luka has read.
      </p>
    </form>
  );
}
