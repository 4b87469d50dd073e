import { FileError } from "../file-system.ts";
import { absolutePath } from "../path.ts";
import type { Process } from "../process.ts";
import type { TextSink, TextSource } from "../text-stream.ts";
import type { Expander } from "./expander.ts";
import { ShellFault, type Streams } from "./state.ts";
import type { Redirect } from "./syntax.ts";

/** The streams of a command after its redirections, from left to right. Throws ShellFault. */
export async function redirected(process: Process, expander: Expander, redirects: readonly Redirect[], context: { readonly streams: Streams; readonly directory: string }): Promise<Streams> {
  let { streams } = context;
  for (const redirect of redirects) {
    const target = await expander.text(redirect.target);
    streams = apply(process, redirect, target, { streams, directory: context.directory });
  }
  return streams;
}

function apply(process: Process, { fd, operator }: Redirect, target: string, { streams, directory }: { readonly streams: Streams; readonly directory: string }): Streams {
  const path = absolutePath(target, directory);
  switch (operator) {
    case "<":
    case "<>": return { ...streams, stdin: openForReading(process, target, path) };
    case "<<": return { ...streams, stdin: textSource(target) };
    case "<<<": return { ...streams, stdin: textSource(`${target}\n`) };
    case ">":
    case ">|": return withOutput(streams, fd ?? 1, openForWriting(process, target, path, false));
    case ">>": return withOutput(streams, fd ?? 1, openForWriting(process, target, path, true));
    case "&>":
    case "&>>": {
      const sink = openForWriting(process, target, path, operator === "&>>");
      return { ...streams, stdout: sink, stderr: sink };
    }
    case ">&": {
      const to = /^\d+$|^-$/.test(target) ? duplicated(streams, target) : openForWriting(process, target, path, false);
      return fd === undefined && !/^\d+$|^-$/.test(target) ? { ...streams, stdout: to, stderr: to } : withOutput(streams, fd ?? 1, to);
    }
    case "<&": return streams;
  }
}

/** What >&1, >&2 and >&- lead to. */
function duplicated(streams: Streams, target: string): TextSink {
  if (target === "1") return streams.stdout;
  if (target === "2") return streams.stderr;
  if (target === "-") return { write: () => true };
  throw new ShellFault(`${target}: bad file descriptor: only 0, 1 and 2 are supported here`, 1);
}

function withOutput(streams: Streams, fd: number, sink: TextSink): Streams {
  if (fd === 1) return { ...streams, stdout: sink };
  if (fd === 2) return { ...streams, stderr: sink };
  throw new ShellFault(`${fd}: bad file descriptor: only 0, 1 and 2 are supported here`, 1);
}

function openForReading({ files }: Process, name: string, path: string): TextSource {
  try {
    return textSource(files.read(path));
  } catch (error) {
    throw cannotOpen(error, name, "open");
  }
}

function openForWriting({ files }: Process, name: string, path: string, append: boolean): TextSink {
  try {
    if (append) files.append(path, "");
    else files.write(path, "");
  } catch (error) {
    throw cannotOpen(error, name, "create");
  }
  return {
    write(text) {
      try {
        files.append(path, text);
        return true;
      } catch (error) {
        if (error instanceof FileError) return false;
        throw error;
      }
    },
  };
}

function cannotOpen(error: unknown, name: string, what: "open" | "create"): unknown {
  if (!(error instanceof FileError)) return error;
  const why = error.code === "ENOENT" ? (what === "open" ? "no such file" : "nonexistent directory") : error.message;
  return new ShellFault(`can't ${what} ${name}: ${why}`, 1);
}

/** Standard input from a text. */
function textSource(text: string): TextSource {
  let rest = text;
  return {
    read() {
      const chunk = rest === "" ? undefined : rest;
      rest = "";
      return Promise.resolve(chunk);
    },
    unread: (back) => void (rest = back + rest),
  };
}
