/** A program could not be started; the text is what runc prints, the codes are the shell's. */
export class ExecError extends Error {
  override readonly name = "ExecError";
  /** 127 not found, 126 found but not executable. */
  readonly exitCode: 126 | 127;
  /** strerror of the cause, for shells. */
  readonly reason: "not found" | "Permission denied" | "Exec format error";

  constructor(message: string, reason: ExecError["reason"]) {
    super(message);
    this.reason = reason;
    this.exitCode = reason === "not found" ? 127 : 126;
  }
}

/** The error for a name that is not in PATH, or a path where nothing is. */
export function executableNotFound(name: string): ExecError {
  const why = name.includes("/") ? `stat ${name}: no such file or directory` : "executable file not found in $PATH";
  return new ExecError(`exec: ${JSON.stringify(name)}: ${why}`, "not found");
}
