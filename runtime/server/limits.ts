/** How long and how much a connection may take before anything of it is believed. */
export interface ServerLimits {
  /** The headers must be whole after so many ms, counted from the first moment of the connection. */
  readonly headersMs: number;
  /** The whole request, body included. An answer may take as long as it takes: a stream has no end. */
  readonly requestMs: number;
  /** How long a connection is kept for another request. */
  readonly keepAliveMs: number;
  /** How often all of these are looked at. */
  readonly lookMs: number;
  /** Bytes of all headers. */
  readonly headerBytes: number;
  /** At once, on one port; a browser opens six, a stream holds one. */
  readonly connections: number;
}

/** Everyone who asks is on this machine: seconds are plenty. */
export const SERVER_LIMITS: ServerLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 5_000,
  lookMs: 1_000,
  headerBytes: 16_384,
  connections: 512,
};
