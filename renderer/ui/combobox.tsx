/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the browser's own list cannot be searched by words */
/** A text field that offers what fits what is typed. Any text may stay in it: whoever reads it says what is wrong. */
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { searchOptions, type Option } from './options.ts';

/** More are not rendered: what was typed makes them fewer. */
const SHOWN = 60;

export interface ComboboxProps {
  readonly ids: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean | undefined };
  readonly value: string;
  readonly options: readonly Option[];
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

export function Combobox({ ids, value, options, placeholder, onChange }: ComboboxProps) {
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  // While it is open and nothing was typed, everything is offered, not only what is chosen already.
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(-1);
  const shown = open ? searchOptions(options, typed).slice(0, SHOWN) : [];
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const show = (): void => {
    setTyped('');
    setOpen(true);
    setActive(-1);
  };
  const choose = (option: Option): void => {
    onChange(option.value);
    close();
  };
  const move = (by: 1 | -1): void => {
    const next = Math.min(shown.length - 1, Math.max(0, active + by));
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const option = shown[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (open) move(event.key === 'ArrowDown' ? 1 : -1);
      else show();
    } else if (event.key === 'Enter' && open && option) choose(option);
    // Only the list closes: the sheet around it stays.
    else if (event.key === 'Escape' && open) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex flex-col">
      <input
        {...ids}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={shown.length > 0 ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        className="field"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        onClick={(event) => {
          if (open) return;
          // What is typed next takes the place of what is there.
          event.currentTarget.select();
          show();
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onChange(event.target.value);
          setTyped(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
      />
      {shown.length > 0 ? (
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-label="Suggestions"
          className="mt-1 max-h-[168px] overflow-y-auto rounded-[6px] border border-line-strong bg-raised py-1"
        >
          {shown.map((option, index) => (
            // The keyboard chooses in the field.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={option.value}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              className={`flex items-baseline justify-between gap-3 px-2 py-0.5 text-sm ${index === active ? 'bg-active' : 'hover:bg-hover'}`}
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <span className="min-w-0 truncate">{option.text}</span>
              {option.detail ? <span className="shrink-0 text-ink-3">{option.detail()}</span> : null}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
