/** The reports that are there: of days, weeks, sessions, and what else was written into the folder. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Report, ReportKind, ReportSummary } from '#shared/nouns/report.ts';
import { isoAt } from '../clock.ts';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import type { ReportBook } from './report-book.ts';
import { readReport } from './report-files.ts';
import { listNames, namedOf, titleOf, type NamedReport } from './report-names.ts';

export interface ReportPage {
  readonly reports: ReportSummary[];
  readonly total: number;
  readonly next?: number;
}

export class ReportShelf {
  readonly #folder: string;
  readonly #book: ReportBook;

  /** @param folder absolute */
  constructor(folder: string, book: ReportBook) {
    this.#folder = folder;
    this.#book = book;
  }

  /** The newest first. */
  async list(query: {
    readonly kind?: ReportKind | undefined;
    readonly offset: number;
    readonly limit: number;
  }): Promise<ReportPage> {
    const { kind, offset, limit } = query;
    const names = (await listNames(this.#folder)).filter(
      (named) => kind === undefined || named.kind === kind,
    );
    const page = names.slice(offset, offset + limit);
    const reports = await this.#summaries(page);
    const next = offset + limit;
    return { reports, total: names.length, ...(next < names.length ? { next } : {}) };
  }

  /** @throws LukaError report_unknown */
  async get(name: string): Promise<Report> {
    const named = namedOf(name);
    const [summary] = await this.#summaries([named]);
    const read = summary && (await readReport(summary.file));
    if (!summary || !read) throw unknown(name);
    const siblings = (await listNames(this.#folder)).filter(({ kind }) => kind === named.kind);
    const at = siblings.findIndex((each) => each.name === name);
    const previous = siblings[at + 1]?.name;
    const next = at > 0 ? siblings[at - 1]?.name : undefined;
    return {
      ...summary,
      ...read,
      ...(previous === undefined ? {} : { previous }),
      ...(next === undefined ? {} : { next }),
    };
  }

  /** @throws LukaError report_unknown */
  async page(name: string): Promise<{ file: string; html: string }> {
    const file = join(this.#folder, `${name}.html`);
    const read = await readReport(file);
    if (!read) throw unknown(name);
    return { file, html: read.text };
  }

  /** Files that went meanwhile are left out. */
  async #summaries(all: readonly NamedReport[]): Promise<ReportSummary[]> {
    const rows = this.#book.named(all.map(({ name }) => name));
    const found = await Promise.all(
      all.map(async (named): Promise<ReportSummary | undefined> => {
        const { name, kind, day } = named;
        const file = join(this.#folder, `${name}.md`);
        const [text, page] = await Promise.all([
          stat(file).catch(undefinedWhereGone),
          stat(join(this.#folder, `${name}.html`)).catch(undefinedWhereGone),
        ]);
        if (!text?.isFile()) return undefined;
        const row = rows.get(name);
        return {
          name,
          kind,
          title: titleOf(named),
          ...(day === undefined ? {} : { day }),
          file,
          bytes: text.size,
          at: isoAt(Math.floor(text.mtimeMs)),
          ...(row === undefined ? {} : { headline: row.headline, failed: row.failed, needs: row.needs }),
          page: page?.isFile() === true,
        };
      }),
    );
    return found.filter((each) => each !== undefined);
  }
}

function unknown(name: string): LukaError {
  return new LukaError('report_unknown', { message: `there is no report ${name}` });
}
