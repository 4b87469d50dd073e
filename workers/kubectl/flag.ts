/** A flag of a command, as kubectl's help lists it. */
export interface Flag {
  /** Without dashes: "namespace". */
  readonly name: string;
  /** One letter, without the dash. */
  readonly short?: string;
  readonly type: "string" | "boolean" | "integer" | "strings" | "duration";
  readonly default?: string;
  /** The value that the flag has when it stands alone, as --watch or --dry-run. */
  readonly alone?: string;
  readonly help: string;
}
