/** A sheet on the browser's own <dialog>: focus stays inside, Escape closes, and nothing is injected into the page. */
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

export function Dialog({
  title,
  onClose,
  wide = false,
  plain = false,
  children,
}: {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** Its title is for screen readers only, and nothing stands around what is in it. */
  plain?: boolean;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // A layout effect: its end comes while the sheet is still in the page, where closing gives the focus back.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const dialog = ref.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    // The click is on the backdrop: what Escape does with the keyboard.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={plain ? 'sheet sheet-palette' : wide ? 'sheet sheet-wide' : 'sheet'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className={`flex max-h-[inherit] flex-col overflow-y-auto ${plain ? '' : 'p-5'}`}>
        <h2 id={heading} className={plain ? 'sr-only' : 'mb-3 text-lg font-semibold'}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex justify-end gap-2">{children}</div>;
}
