/** The search in the page, in Luka's own window; a browser has its own. A log has a search that reads all of it: that comes first. */
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { FindResult, LukaBridge } from '#shared/ipc/channels.ts';

export function FindBar({ bridge, onClose }: { bridge: LukaBridge; onClose: () => void }) {
  const [text, setText] = useState('');
  const [result, setResult] = useState<FindResult>();
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      void bridge.invoke('luka:find-end');
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [bridge]);
  const find = (wanted: string, forward: boolean): void => {
    const number = (asked.current += 1);
    if (wanted === '') {
      setResult(undefined);
      void bridge.invoke('luka:find-end');
      return;
    }
    void bridge.invoke('luka:find', wanted, forward).then((answer) => {
      // An answer to what was typed before is no answer to this.
      if (asked.current === number) setResult(answer);
    });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') find(text, !event.shiftKey);
    else return;
    event.preventDefault();
  };
  const none = result !== undefined && result.matches === 0;
  return (
    <search className="find-bar" aria-label="Find in this page">
      <input
        ref={field}
        type="text"
        aria-label="Find in this page"
        aria-invalid={none}
        className="field w-[190px]"
        maxLength={500}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          find(event.target.value, true);
        }}
        onKeyDown={onKey}
      />
      <output className="min-w-[64px] text-center text-sm text-ink-2">
        {result === undefined ? '' : none ? 'Not found' : `${result.active} of ${result.matches}`}
      </output>
      <button
        type="button"
        className="btn btn-plain btn-icon"
        aria-label="Previous"
        disabled={text === ''}
        onClick={() => find(text, false)}
      >
        <ChevronUp size={14} aria-hidden />
      </button>
      <button
        type="button"
        className="btn btn-plain btn-icon"
        aria-label="Next"
        disabled={text === ''}
        onClick={() => find(text, true)}
      >
        <ChevronDown size={14} aria-hidden />
      </button>
      <button type="button" className="btn btn-plain btn-icon" aria-label="Close" onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </search>
  );
}
