/** The folder of a source: whether it is there, and whether it is still the same disk. */
import type { Stats } from 'node:fs';
import type { IndexWriter } from '../index-store/index-writer.ts';
import { TimedOut, type BoundedIo } from './bounded-io.ts';
import type { Done, PatientQuestions } from './file-questions.ts';
import { isOnLocalDisk } from './local-disk.ts';
import { OWN_SOURCE, type SourceOrder } from './messages.ts';
import type { SyncEnd } from './sync-round.ts';
import { faultOf, isGone } from './walk-folder.ts';
import { within } from './within.ts';

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
  readonly #questions: PatientQuestions;
  #isSilent = false;

  constructor(order: SourceOrder, writer: IndexWriter, io: BoundedIo, questions: PatientQuestions) {
    this.#order = order;
    this.#writer = writer;
    this.#io = io;
    this.#questions = questions;
  }

  /** When it was last asked for, no answer came in time. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** @param signal ends it at once; what it says then is of no use */
  async look(signal?: AbortSignal): Promise<RootThere | Exclude<SyncEnd, { readonly is: 'done' }>> {
    const { folder, slow } = this.#order;
    const questions = this.#questions;
    this.#isSilent = false;
    try {
      const real = await this.#asked<string>((done) => questions.real(folder, done), signal);
      const stats = await this.#asked<Stats>((done) => questions.stats(real, done), signal);
      if (!stats.isDirectory()) return { is: 'absent', message: `${folder} is no folder` };
      const kindOf = (path: string) => this.#asked<number>((done) => questions.kind(path, done), signal);
      const isLocal = !slow && (await isOnLocalDisk(real, kindOf));
      return { is: 'there', real, device: stats.dev, isLocal };
    } catch (error) {
      if (isGone(error as NodeJS.ErrnoException)) return { is: 'absent', message: `${folder} is not there` };
      this.#isSilent = error instanceof TimedOut;
      const fault = faultOf(error as NodeJS.ErrnoException);
      return { is: 'failing', message: `${folder}: ${fault?.message}` };
    }
  }

  #asked<T>(begin: (done: Done<T>) => void, signal: AbortSignal | undefined): Promise<T> {
    return within(this.#io.asked<T>(begin), undefined, signal);
  }

  /**
   * It is not on the disk that it was read from. What is left of a volume on Linux that is not mounted is a folder, with nothing
   * in it or a file that says so, on the disk of the folder above. Luka's own folder is where the index is.
   */
  isElsewhere({ device }: RootThere): boolean {
    const noted = this.#writer.noteOf(this.#order.id, 'device');
    return noted !== undefined && noted !== String(device) && this.#order.id !== OWN_SOURCE;
  }

  /**
   * What is said of a folder that is elsewhere and has nothing of what was read. Nobody but its owner can tell an ejected volume
   * from a new, empty folder: a sync, which may be one of many that a clock begins, is no word of theirs; removing the source is.
   */
  get elsewhere(): SyncEnd {
    const { id, folder } = this.#order;
    return {
      is: 'absent',
      message:
        `${folder} is on another disk than before, and no file of those that were read is there: its volume is not mounted. ` +
        `What was read is kept; to read the folder as it is now: luka knowledge remove ${id}, and add it again`,
    };
  }

  noteDevice({ device }: RootThere): void {
    const { id } = this.#order;
    if (this.#writer.noteOf(id, 'device') !== String(device)) this.#writer.note(id, 'device', String(device));
  }
}
