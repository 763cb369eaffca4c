/** The folder of a source: whether it is there, and whether it is still the same disk. */
import { realpath, stat, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { IndexWriter } from '../index-store/index-writer.ts';
import type { BoundedIo } from './bounded-io.ts';
import { isOnLocalDisk } from './local-disk.ts';
import type { SourceOrder } from './messages.ts';
import type { SyncEnd } from './sync-round.ts';
import { faultOf, isGone } from './walk-folder.ts';

export interface RootThere {
  readonly is: 'there';
  /** Behind all links. */
  readonly real: string;
  readonly device: number;
  /** On a disk of this machine, which answers or fails. */
  readonly isLocal: boolean;
}

export class SourceRoot {
  readonly #order: SourceOrder;
  readonly #writer: IndexWriter;
  readonly #io: BoundedIo;

  constructor(order: SourceOrder, writer: IndexWriter, io: BoundedIo) {
    this.#order = order;
    this.#writer = writer;
    this.#io = io;
  }

  async look(): Promise<RootThere | Exclude<SyncEnd, { readonly is: 'done' }>> {
    const { folder, slow } = this.#order;
    try {
      const real = await this.#io.asked<string>((done) => realpath(folder, done));
      const stats = await this.#io.asked<Stats>((done) => stat(real, done));
      if (!stats.isDirectory()) return { is: 'absent', message: `${folder} is no folder` };
      const isLocal = !slow && (await isOnLocalDisk(real));
      return { is: 'there', real, device: stats.dev, isLocal };
    } catch (error) {
      if (isGone(error as NodeJS.ErrnoException)) return { is: 'absent', message: `${folder} is not there` };
      const fault = faultOf(error as NodeJS.ErrnoException);
      return { is: 'failing', message: `${folder}: ${fault?.message}` };
    }
  }

  /** What is left of a volume on Linux when it is not mounted: its empty folder, on the disk of the folder above. */
  async isEmptyMountPoint({ device }: RootThere): Promise<boolean> {
    const noted = this.#writer.noteOf(this.#order.id, 'device');
    if (noted === undefined || noted === String(device)) return false;
    return (await readdir(this.#order.folder)).length === 0;
  }

  noteDevice({ device }: RootThere): void {
    const { id } = this.#order;
    if (this.#writer.noteOf(id, 'device') !== String(device)) this.#writer.note(id, 'device', String(device));
  }
}
