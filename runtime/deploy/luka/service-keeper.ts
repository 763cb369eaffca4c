/** What keeps Luka running on this machine: launchd, or systemd of a person. */

/** How Luka is started. */
export interface ServiceSpec {
  /** Program and arguments, absolute. */
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Files that its output is appended to. */
  readonly out: string;
  readonly err: string;
}

export interface ServiceState {
  readonly loaded: boolean;
  readonly pid?: number | undefined;
  /** What was said of it, in words. */
  readonly note: string;
}

export interface ServiceKeeper {
  /** How it is called there: `com.02luka.luka in gui/501`. */
  readonly name: string;
  /** The file that tells of it, absolute. */
  readonly file: string;
  render(spec: ServiceSpec): string;
  /** What is wrong with such a text, in words; nothing where it is sound. */
  faults(text: string): Promise<readonly string[]>;
  /** Undefined where there is none. */
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
  state(): Promise<ServiceState>;
  /** Ends it and resolves when it is gone. Nothing to do is no error. @throws LukaError deploy_failed */
  stop(): Promise<void>;
  /** Has it loaded and started; it need not have begun when this resolves. @throws LukaError deploy_failed */
  start(): Promise<void>;
}
