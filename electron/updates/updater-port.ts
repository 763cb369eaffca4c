/** Where new versions come from and how they get here: the port, kept by electron-updater. */

export interface FoundUpdate {
  readonly version: string;
}

export interface UpdaterPort {
  /** @returns undefined where there is nothing newer; an older version is nothing newer */
  check(): Promise<FoundUpdate | undefined>;
  /** Gets what `check` found, and refuses what does not have the announced SHA-512. @param onProgress 0 to 100 */
  download(onProgress: (percent: number) => void): Promise<void>;
  /** Does all of the installing that can fail while the runtime still goes. From then on any end of the app may install it. */
  prepare(): Promise<void>;
  /**
   * Puts it in this app's place and starts it. The runtime must have stopped. Where `quits` it ends this process by itself, later,
   * by way of `before-quit`, and this never resolves. @throws what the updater says, and where it never ends the process
   */
  install(): Promise<void>;
  /** Whether `install` ends this process by itself. */
  readonly quits: boolean;
  close(): Promise<void>;
}
