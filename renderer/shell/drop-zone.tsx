/** A file that is dragged into the page is a work order: it is read, shown, and dropped only when a person says so. */
import { useEffect, useState } from 'react';
import type { OpenedFile } from '#shared/ipc/channels.ts';
import { bridge } from '../session/host.ts';
import { toast } from '../ui/toasts.tsx';
import { onPageCommand } from './page-commands.ts';
import { OrderReview } from './order-review.tsx';

/** What the API takes. */
const LARGEST = 1_048_576;
const MOST = 10;

export function DropZone() {
  const [over, setOver] = useState(false);
  const [files, setFiles] = useState<readonly OpenedFile[]>([]);
  useEffect(() => {
    const add = (more: readonly OpenedFile[]): void => setFiles((now) => [...now, ...more].slice(0, MOST));
    // A window that was just opened: what waited for it.
    const takeOpened = (): void => void bridge?.invoke('luka:opened-files').then(add);
    takeOpened();
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      // Between two elements of the page it is not left.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      void readFiles([...(event.dataTransfer?.files ?? [])]).then(add);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    const offCommand = onPageCommand('opened-files', takeOpened);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
      offCommand();
    };
  }, []);
  const [first] = files;
  return (
    <>
      {over ? (
        <div className="drop-zone">
          <p className="text-lg font-semibold">Drop a work order here to look at it</p>
        </div>
      ) : null}
      {first ? (
        <OrderReview
          key={`${first.name} ${files.length}`}
          file={first}
          more={files.length - 1}
          onClose={() => setFiles((now) => now.slice(1))}
        />
      ) : null}
    </>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

async function readFiles(files: readonly File[]): Promise<OpenedFile[]> {
  const read: OpenedFile[] = [];
  for (const file of files.slice(0, MOST)) {
    if (file.size > LARGEST) {
      toast({ kind: 'error', text: `${file.name} is larger than a work order may be` });
      continue;
    }
    try {
      read.push({ name: file.name, text: await file.text() });
    } catch (error) {
      toast({ kind: 'error', text: `${file.name} could not be read: ${String(error)}` });
    }
  }
  return read;
}
