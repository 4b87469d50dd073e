/** The history before a revision is gone: a read or a watch asked for what was compacted. */
export class CompactedError extends Error {
  override readonly name = "CompactedError";
  /** Everything up to and including this revision is gone. */
  readonly compactRevision: number;

  constructor(compactRevision: number) {
    super("etcdserver: mvcc: required revision has been compacted");
    this.compactRevision = compactRevision;
  }
}

/** A read asked for a revision that does not exist yet. */
export class FutureRevisionError extends Error {
  override readonly name = "FutureRevisionError";

  constructor() {
    super("etcdserver: mvcc: required revision is a future revision");
  }
}

/** The lease has expired or never existed. */
export class LeaseNotFoundError extends Error {
  override readonly name = "LeaseNotFoundError";

  constructor() {
    super("etcdserver: requested lease not found");
  }
}

/** No etcd process serves the data. */
export class EtcdUnavailable extends Error {
  override readonly name = "EtcdUnavailable";

  constructor() {
    super('rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:2379: connect: connection refused"');
  }
}
